package repartee.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import repartee.testkit.ServerProcess;

/**
 * A part of a YAML file that we ship for others to run, anchors and all; of a folder, {@code
 * docker}.
 */
record Shipped(@Nullable Object value) {

  /** The documents of a file, one after the other. */
  static List<Shipped> documents(String file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    String text = Files.readString(ServerProcess.root().resolve("docker").resolve(file));
    Iterable<Object> read = new Yaml(new SafeConstructor(strict)).loadAll(text);
    return StreamSupport.stream(read.spliterator(), false).map(Shipped::new).toList();
  }

  /** What stands below these keys. Fails if nothing does. */
  Shipped at(String... keys) {
    Shipped place = this;
    for (String key : keys) {
      if (!place.has(key)) {
        throw new AssertionError("there is no " + key + " in " + place.value());
      }
      place = new Shipped(place.asMap().get(key));
    }
    return place;
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  /** Key by key, in the file's order. */
  Map<String, Shipped> entries() {
    Map<String, Shipped> entries = new LinkedHashMap<>();
    asMap().forEach((key, below) -> entries.put(String.valueOf(key), new Shipped(below)));
    return entries;
  }

  List<Shipped> list() {
    if (!(value instanceof List<?> list)) {
      throw new AssertionError("not a list: " + value);
    }
    return list.stream().<Shipped>map(Shipped::new).toList();
  }

  List<String> texts() {
    return list().stream().map(Shipped::text).toList();
  }

  String text() {
    return String.valueOf(value);
  }

  int number() {
    return Integer.parseInt(text());
  }

  /** Seconds, of {@code 45s} and the like. */
  int seconds() {
    return Integer.parseInt(text().replaceFirst("s$", ""));
  }

  private Map<?, ?> asMap() {
    if (!(value instanceof Map<?, ?> map)) {
      throw new AssertionError("no keys: " + value);
    }
    return map;
  }

  /**
   * What a container that is started so runs under; fails as the server would. Files of secrets are
   * taken to be in that folder instead.
   */
  static Configuration configuration(
      List<String> command, Map<String, String> environment, Path secrets) throws Exception {
    Map<String, String> all = new LinkedHashMap<>(Image.shipped().environment());
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      String value = entry.getValue();
      if (entry.getKey().endsWith("_FILE")) {
        Path file = secrets.resolve(String.valueOf(Path.of(value).getFileName()));
        String secret =
            entry.getKey().contains("DATABASE")
                ? "postgresql://repartee:password@postgres:5432/repartee"
                : "x".repeat(32);
        value = Files.writeString(file, secret).toString();
      }
      all.put(entry.getKey(), value);
    }
    return Configuration.of(CommandLine.parse(command).flags(), all);
  }
}
