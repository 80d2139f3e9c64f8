package repartee.server;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system tells the process. By reflection, because javac warns of {@code
 * sun.misc.Signal} in a way that nothing can silence, and the JDK has nothing else for it.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /** Runs this on a thread of its own when that signal comes; where that cannot be, says so. */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object starting =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                Thread.ofPlatform().name("signal-" + name).start(action);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), starting);
    } catch (ReflectiveOperationException unable) {
      log.debug("signal {} is left to the JVM", name, unable);
    }
  }
}
