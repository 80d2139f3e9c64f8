package repartee.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What a bench has started, to be ended in reverse; also when the bench itself is ended early. */
final class Started implements AutoCloseable {
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  Started() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  synchronized <T extends AutoCloseable> T add(T thing) {
    running.push(thing);
    return thing;
  }

  /** A Vert.x with one event loop. */
  Vertx vertx() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    add(() -> vertx.close().await());
    return vertx;
  }

  /** A folder that is deleted in the end. */
  Path folder() {
    try {
      Path folder = Files.createTempDirectory("repartee-bench-");
      add(() -> delete(folder));
      return folder;
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
  }

  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      AutoCloseable thing = running.pop();
      try {
        thing.close();
      } catch (Exception failed) {
        // The others must end all the same.
        System.err.println("Could not be ended: " + failed);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
