package repartee.reader;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes from this process, for good, what reading files needs not: connections and programs. On
 * Linux the kernel refuses them (seccomp, on all threads); elsewhere only the addresses that a
 * parser might follow lead nowhere.
 */
final class Confinement {
  private static final Set<String> FAR = Set.of("http", "https", "ftp", "mailto", "jmod");

  private static final int NO_NEW_PRIVILEGES = 38;
  private static final int SET_FILTER = 1;
  private static final int ON_ALL_THREADS = 1;
  private static final int ALLOW = 0x7fff0000;
  private static final int REFUSE = 0x00050000 | 1;
  private static final int FILE_BYTES = 1;
  private static final int CORE_BYTES = 4;

  // Numbers of the kernel's calls: socket, connect, execve, execveat, ptrace, process_vm_readv,
  // process_vm_writev, kill, io_uring_setup, bpf.
  private static final Machine X86_64 =
      new Machine(0xC000003E, 317, List.of(41, 42, 59, 322, 101, 310, 311, 62, 425, 321));
  private static final Machine AARCH64 =
      new Machine(0xC00000B7, 277, List.of(198, 203, 221, 281, 117, 270, 271, 129, 425, 280));

  private record Machine(int name, int seccomp, List<Integer> refused) {}

  private Confinement() {}

  /** Fails where the kernel knows how to refuse, but would not. */
  static void enter(long fileBytesMax) throws IOException {
    URL.setURLStreamHandlerFactory(protocol -> FAR.contains(protocol) ? new Nowhere() : null);
    Machine machine = machine();
    if (machine != null) {
      try (Arena memory = Arena.ofConfined()) {
        limit(memory, FILE_BYTES, fileBytesMax);
        limit(memory, CORE_BYTES, 0);
        filter(memory, machine);
      } catch (IOException refused) {
        throw refused;
      } catch (Throwable unforeseen) {
        throw new IOException("the kernel cannot be asked", unforeseen);
      }
    }
  }

  private static @Nullable Machine machine() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return null;
    }
    return switch (String.valueOf(System.getProperty("os.arch"))) {
      case "amd64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> null;
    };
  }

  private static void limit(Arena memory, int what, long most) throws Throwable {
    MemorySegment both = memory.allocateFrom(ValueLayout.JAVA_LONG, most, most);
    MethodHandle setrlimit =
        function(
            "setrlimit",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    check((int) setrlimit.invokeExact(what, both), "setrlimit");
  }

  private static void filter(Arena memory, Machine machine) throws Throwable {
    MethodHandle prctl =
        function(
            "prctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    check((int) prctl.invokeExact(NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L), "prctl");
    MethodHandle syscall =
        function(
            "syscall",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(1));
    MemorySegment program = program(memory, machine);
    long refused =
        (long)
            syscall.invokeExact(
                (long) machine.seccomp(), (long) SET_FILTER, (long) ON_ALL_THREADS, program);
    check((int) refused, "seccomp");
  }

  /**
   * In the kernel's words: whoever speaks another machine's, or asks for one of these, is refused.
   */
  private static MemorySegment program(Arena memory, Machine machine) {
    List<Integer> calls = machine.refused();
    int steps = calls.size() + 6;
    MemorySegment code = memory.allocate(8L * steps, 8);
    int refuse = steps - 1;
    int at = 0;
    put(code, at++, 0x20, 0, 0, 4);
    put(code, at++, 0x15, 0, refuse - 2, machine.name());
    put(code, at++, 0x20, 0, 0, 0);
    // The calls of the x32 machine, which passes for x86-64.
    put(code, at, 0x35, refuse - at - 1, 0, 0x40000000);
    at++;
    for (int call : calls) {
      put(code, at, 0x15, refuse - at - 1, 0, call);
      at++;
    }
    put(code, at++, 0x06, 0, 0, ALLOW);
    put(code, at, 0x06, 0, 0, REFUSE);
    MemorySegment program = memory.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) steps);
    program.set(ValueLayout.ADDRESS, 8, code);
    return program;
  }

  private static void put(MemorySegment code, int at, int what, int ifSo, int ifNot, int value) {
    code.set(ValueLayout.JAVA_SHORT, 8L * at, (short) what);
    code.set(ValueLayout.JAVA_BYTE, 8L * at + 2, (byte) ifSo);
    code.set(ValueLayout.JAVA_BYTE, 8L * at + 3, (byte) ifNot);
    code.set(ValueLayout.JAVA_INT, 8L * at + 4, value);
  }

  // Restricted as it is unsafe; nothing else asks the kernel.
  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
  }

  private static void check(int result, String call) throws IOException {
    if (result != 0) {
      throw new IOException("the kernel does not grant " + call);
    }
  }

  /** An address that leads nowhere. */
  private static final class Nowhere extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL address) throws IOException {
      throw new IOException("the reader opens no connections");
    }
  }
}
