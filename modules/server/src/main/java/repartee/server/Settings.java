package repartee.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every key with its value: flag over environment over file over default.
 *
 * <p>The packaged {@code repartee.yaml} is the only list of keys: it says which there are, of what
 * type they are, and their defaults. A complaint names the key and never its value, which may be a
 * secret.
 */
final class Settings {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String PREFIX = "REPARTEE_";

  // Read by the launcher, or before the keys are.
  private static final Set<String> OTHER_VARIABLES =
      Set.of("REPARTEE_CONFIG", "REPARTEE_JAVA_OPTS");

  // A key whose names within are the operator's own.
  private static final String PLANS = "plans";
  private static final String PORT = "port";

  // What a flag or variable means that is named as a section is.
  private static final Map<String, String> SHORT = Map.of("cluster", "cluster.enabled");

  private final Map<String, JsonNode> defaults = new LinkedHashMap<>();
  private final Map<String, JsonNode> values = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  private Settings() {
    flatten("", defaultFile(), defaults);
    values.putAll(defaults);
  }

  /** Puts the sources over one another; {@code file} is absent where there is none. */
  static Settings read(
      Map<String, String> flags, Map<String, String> environment, List<Path> file) {
    Settings settings = new Settings();
    file.forEach(settings::readFile);
    settings.readEnvironment(environment);
    flags.forEach(
        (flag, text) -> {
          String key = SHORT.getOrDefault(flag, flag);
          settings.put(key, settings.typed(key, text), "--" + flag);
        });
    return settings;
  }

  /** What is wrong so far; whoever finds more adds it. */
  List<String> complaints() {
    return complaints;
  }

  /** All keys, nested as in the file. */
  ObjectNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          ObjectNode place = dot < 0 ? tree : tree.withObject("/" + key.substring(0, dot));
          place.set(key.substring(dot + 1), value);
        });
    return tree;
  }

  /**
   * The text of a secret: the key's own, else what stands in the file that {@code <key>_file}
   * names.
   */
  void resolveSecret(String key) {
    JsonNode file = Objects.requireNonNull(values.get(key + "_file"), key);
    if (!Objects.requireNonNull(values.get(key), key).isNull() || file.isNull()) {
      return;
    }
    try {
      String secret = Files.readString(Path.of(file.textValue())).strip();
      values.put(key, JsonNodeFactory.instance.textNode(secret));
    } catch (IOException | RuntimeException unreadable) {
      complaints.add(key + "_file: the file cannot be read.");
    }
  }

  private static JsonNode defaultFile() {
    try (InputStream in = Settings.class.getResourceAsStream("repartee.yaml")) {
      return YAML.readTree(Objects.requireNonNull(in, "repartee.yaml is packaged"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void readFile(Path file) {
    Map<String, JsonNode> read = new LinkedHashMap<>();
    try {
      JsonNode root = YAML.readTree(Files.readString(file));
      if (!root.isMissingNode() && !root.isNull() && !root.isObject()) {
        complaints.add(file + ": must hold keys and values.");
        return;
      }
      flatten("", root, read);
    } catch (JsonProcessingException notYaml) {
      var where = notYaml.getLocation();
      complaints.add(
          file
              + ": is not readable as YAML"
              + (where == null ? "." : ", at line " + where.getLineNr() + "."));
    } catch (IOException | RuntimeException unreadable) {
      complaints.add(file + ": cannot be read.");
    }
    read.forEach((key, value) -> put(key, value, key));
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new LinkedHashMap<>();
    defaults.keySet().stream()
        .filter(key -> !key.equals(PLANS))
        .forEach(key -> keys.put(variable(key), key));
    SHORT.forEach((name, key) -> keys.put(variable(name), key));
    environment.forEach(
        (name, text) -> {
          String key = keys.get(name);
          if (key != null) {
            put(key, typed(key, text), name);
          } else if (name.startsWith(PREFIX) && !OTHER_VARIABLES.contains(name)) {
            complaints.add(
                name + ": there is no such variable." + Nearest.hint(name, keys.keySet()));
          }
        });
  }

  private static String variable(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static void flatten(String path, JsonNode node, Map<String, JsonNode> into) {
    node.properties()
        .forEach(
            entry -> {
              String key = path + entry.getKey();
              if (entry.getValue().isObject() && !key.equals(PLANS)) {
                flatten(key + ".", entry.getValue(), into);
              } else {
                into.put(key, entry.getValue());
              }
            });
  }

  /** A flag or variable is text; what the key wants may be a number or a list. */
  private JsonNode typed(String key, String text) {
    JsonNode like = Objects.requireNonNull(defaults.get(key), key);
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (like.isInt() && text.matches("-?[0-9]{1,9}")) {
      return make.numberNode(Integer.parseInt(text));
    }
    if (like.isBoolean() && List.of("true", "false").contains(text)) {
      return make.booleanNode(text.equals("true"));
    }
    if (like.isArray()) {
      var list = make.arrayNode();
      List.of(text.split(",")).stream()
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .forEach(list::add);
      return list;
    }
    return text.isEmpty() && like.isNull() ? make.nullNode() : make.textNode(text);
  }

  private void put(String key, JsonNode value, String source) {
    JsonNode like = defaults.get(key);
    if (like == null) {
      boolean section = defaults.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
      if (!section) {
        complaints.add(key + ": there is no such key." + Nearest.hint(key, defaults.keySet()));
      } else if (!value.isNull()) {
        complaints.add(key + ": must be a section with keys of its own.");
      }
      return;
    }
    String wanted = wanted(key, like, value);
    if (wanted.isEmpty()) {
      values.put(key, value);
    } else {
      complaints.add(source + ": must be " + wanted + ".");
    }
  }

  /** What the value should have been; empty if it is. */
  private static String wanted(String key, JsonNode like, JsonNode value) {
    return switch (like.getNodeType()) {
      case NUMBER -> {
        boolean port = key.endsWith(PORT);
        int least = port ? 0 : 1;
        int most = port ? 65_535 : Integer.MAX_VALUE;
        boolean fits = value.isInt() && value.intValue() >= least && value.intValue() <= most;
        yield fits ? "" : "a whole number from " + least + " to " + most;
      }
      case BOOLEAN -> value.isBoolean() ? "" : "true or false";
      case STRING -> value.isTextual() && !value.textValue().isBlank() ? "" : "text";
      case NULL -> value.isNull() || value.isTextual() ? "" : "text, in quotes if need be";
      case ARRAY -> {
        boolean texts = value.isArray();
        for (JsonNode element : value) {
          texts &= element.isTextual();
        }
        yield texts ? "" : "a list of texts";
      }
      case OBJECT -> value.isObject() && !value.isEmpty() ? "" : "a section with at least one plan";
      case BINARY, MISSING, POJO -> throw new IllegalStateException("not a default: " + key);
    };
  }
}
