package repartee.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running JVM holds in memory, seen from outside. */
final class Memory {
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern USED = Pattern.compile("used (\\d+)([KM])");

  private final long pid;

  Memory(ProcessHandle process) {
    this.pid = process.pid();
  }

  /** Resident bytes, as Linux counts them; absent elsewhere. */
  OptionalLong residentBytes() {
    try {
      Matcher rss = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return rss.find()
          ? OptionalLong.of(1024 * Long.parseLong(rss.group(1)))
          : OptionalLong.empty();
    } catch (IOException noProc) {
      return OptionalLong.empty();
    }
  }

  /** Bytes of the heap that live on after a full collection, which it asks for. */
  long heapBytesAfterCollection() {
    jcmd("GC.run");
    return usedBytes(jcmd("GC.heap_info"));
  }

  /** Sums what the heap's parts use; what stands from "Metaspace" on is not heap. */
  static long usedBytes(String heapInfo) {
    int metaspace = heapInfo.indexOf("Metaspace");
    Matcher used = USED.matcher(metaspace < 0 ? heapInfo : heapInfo.substring(0, metaspace));
    long bytes = 0;
    while (used.find()) {
      bytes += Long.parseLong(used.group(1)) * (used.group(2).equals("K") ? 1024 : 1024 * 1024);
    }
    return bytes;
  }

  private String jcmd(String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unable) {
      throw new UncheckedIOException(
          "The heap cannot be asked: " + jcmd + " does not run.", unable);
    }
  }
}
