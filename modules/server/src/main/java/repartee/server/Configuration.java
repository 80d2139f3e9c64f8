package repartee.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import repartee.contract.ApiToken;
import repartee.contract.Json;
import repartee.crawler.CrawlerConfiguration;
import repartee.generation.GenerationConfiguration;
import repartee.knowledge.KnowledgeConfiguration;
import repartee.reader.ReaderConfiguration;
import repartee.routing.RoutingConfiguration;
import repartee.storage.StorageConfiguration;

/** What is in force: checked once, and handed to the modules as their own records. */
final class Configuration {
  private static final int KEY_CHARS_MIN = 32;
  private static final int LAST_ANSWERS_MS = 5_000;
  private static final int HANDED_OVER_WITHIN_MS = 1_000;
  private static final List<String> SECRETS =
      List.of("database", "admin_key", "model.key", "embedding.key", "metrics.key");

  // A component without a key, or a key without a component, must not pass unseen.
  private static final JsonMapper STRICT =
      Json.mapper()
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final ObjectNode tree;

  private Configuration(ObjectNode tree) {
    this.tree = tree;
  }

  /** What was asked for on top of the environment and the file; or all complaints. */
  static Configuration of(Map<String, String> flags, Map<String, String> environment)
      throws Complaints {
    Map<String, String> keys = new LinkedHashMap<>(flags);
    String named = keys.remove(CommandLine.CONFIG);
    Settings settings =
        Settings.read(keys, environment, file(named, environment.get("REPARTEE_CONFIG")));
    SECRETS.forEach(settings::resolveSecret);
    List<String> complaints = settings.complaints();
    Configuration read = new Configuration(settings.tree());
    if (complaints.isEmpty()) {
      read.check(complaints);
    }
    if (!complaints.isEmpty()) {
      throw new Complaints(complaints);
    }
    return read;
  }

  /** The file that was named; else the one beside the launcher, where there is one. */
  private static List<Path> file(@Nullable String flag, @Nullable String variable) {
    String named = flag != null ? flag : variable;
    if (named != null) {
      return List.of(Path.of(named));
    }
    Path usual = Path.of(System.getProperty("repartee.home", "."), "conf", "repartee.yaml");
    return Files.exists(usual) ? List.of(usual) : List.of();
  }

  Path data() {
    return Path.of(tree.get("data").textValue()).toAbsolutePath().normalize();
  }

  /** Absent: the embedded one. */
  @Nullable String database() {
    return text(tree, "database");
  }

  @Nullable String adminKey() {
    return text(tree, "admin_key");
  }

  int shutdownTimeoutMs() {
    return tree.get("shutdown_timeout_ms").intValue();
  }

  private int drainMs() {
    return tree.get("drain_ms").intValue();
  }

  int databaseWaitMs() {
    return tree.get("database_wait_ms").intValue();
  }

  Set<Role> roles() {
    return new TreeSet<>(List.of(bind(tree.get("roles"), Role[].class)));
  }

  ClusterConfiguration cluster() {
    return bind(tree.get("cluster"), ClusterConfiguration.class);
  }

  PostgresConfiguration postgresql() {
    return bind(tree.get("postgresql"), PostgresConfiguration.class);
  }

  /** The database is known only once it runs. */
  StorageConfiguration storage(String url) {
    return bind(section("storage").put("url", url), StorageConfiguration.class);
  }

  KnowledgeConfiguration knowledge() {
    ObjectNode section = section("knowledge").put("folder", data().resolve("indexes").toString());
    section.set("embedding", withoutFile("embedding"));
    return bind(section, KnowledgeConfiguration.class);
  }

  ReaderConfiguration reader() {
    return bind(
        section("reader").put("folder", data().resolve("reading").toString()),
        ReaderConfiguration.class);
  }

  CrawlerConfiguration crawler() {
    return bind(section("crawler"), CrawlerConfiguration.class);
  }

  GenerationConfiguration generation() {
    // Alone there is nobody to leave an answer to, and a restart is waited for.
    ObjectNode section = section("generation").put("drain_ms", cluster().enabled() ? drainMs() : 0);
    ObjectNode model = withoutFile("model");
    section.set("model", model.get("url").isNull() ? model.nullNode() : model);
    return bind(section, GenerationConfiguration.class);
  }

  RoutingConfiguration routing() {
    ObjectNode section = section("routing");
    boolean alone = !cluster().enabled();
    section.put("drain_ms", alone ? LAST_ANSWERS_MS : drainMs() + HANDED_OVER_WITHIN_MS);
    if (alone) {
      section.put("goodbye_ms", 0);
    }
    List.of("host", "port", "plans").forEach(key -> section.set(key, tree.get(key)));
    section.set("metrics", withoutFile("metrics"));
    return bind(section, RoutingConfiguration.class);
  }

  /** The first plan with which an account may use the API. */
  String planWithApi() {
    return routing().plans().entrySet().stream()
        .filter(plan -> plan.getValue().api())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("one of them must have api: true"));
  }

  /** All keys, one a line; of secrets only whether they are there. */
  List<String> shown() {
    List<String> lines = new ArrayList<>();
    tree.properties()
        .forEach(
            entry -> {
              if (entry.getValue().isObject() && !entry.getKey().equals("plans")) {
                entry
                    .getValue()
                    .properties()
                    .forEach(
                        key ->
                            lines.add(line(entry.getKey() + "." + key.getKey(), key.getValue())));
              } else {
                lines.add(line(entry.getKey(), entry.getValue()));
              }
            });
    return lines;
  }

  private static String line(String key, JsonNode value) {
    if (value.isNull()) {
      return key + ":";
    }
    String shown = value.isTextual() ? value.textValue() : Json.spaced(value);
    return key + ": " + (SECRETS.contains(key) ? "(set, not shown)" : shown);
  }

  private void check(List<String> complaints) {
    checked("roles", complaints, this::roles);
    checkDoors(complaints);
    checked("postgresql", complaints, this::postgresql);
    checked("cluster", complaints, () -> cluster().check(database() != null));
    checked("storage", complaints, () -> storage("postgresql://localhost/any"));
    checked("knowledge", complaints, this::knowledge);
    checked("crawler", complaints, this::crawler);
    checked("generation", complaints, this::generation);
    checkKey("admin_key", adminKey(), complaints);
    checkKey("metrics.key", text(tree.get("metrics"), "key"), complaints);
    checkDatabase(complaints);
    checkEndpoint("model", complaints);
    checkEndpoint("embedding", complaints);
  }

  private void checkDoors(List<String> complaints) {
    int before = complaints.size();
    PlanKeys.check(tree.get("plans"), complaints);
    if (complaints.size() == before) {
      checked("routing", complaints, this::routing);
    }
    if (complaints.size() == before) {
      checked("plans", complaints, this::planWithApi);
    }
  }

  private static void checkKey(String name, @Nullable String key, List<String> complaints) {
    if (key != null && key.length() < KEY_CHARS_MIN) {
      complaints.add(name + ": must have at least " + KEY_CHARS_MIN + " characters.");
    } else if (key != null && !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      complaints.add(name + ": must be printable ASCII without spaces.");
    } else if (key != null && ApiToken.isMistyped(key)) {
      complaints.add(name + ": begins as a key of Repartee does, but is mistyped.");
    }
  }

  private void checkDatabase(List<String> complaints) {
    String url = database();
    if (url != null && !url.matches("postgres(ql)?://[^/\\s]+/\\S+")) {
      complaints.add("database: must be like postgresql://user:password@host:5432/name.");
    }
  }

  private void checkEndpoint(String section, List<String> complaints) {
    String url = text(tree.get(section), "url");
    boolean named = text(tree.get(section), "name") != null;
    if (url == null && named) {
      complaints.add(section + ".name: needs " + section + ".url beside it.");
    } else if (url != null && !named) {
      complaints.add(section + ".url: needs " + section + ".name beside it.");
    }
    if (url != null && !isHttp(url)) {
      complaints.add(section + ".url: must begin with http:// or https:// and name a host.");
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static void checked(String section, List<String> complaints, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException refused) {
      complaints.add(section + ": " + refused.getMessage() + ".");
    }
  }

  private ObjectNode section(String name) {
    return tree.get(name).<ObjectNode>deepCopy();
  }

  private ObjectNode withoutFile(String name) {
    ObjectNode section = section(name);
    section.remove("key_file");
    return section;
  }

  private static @Nullable String text(JsonNode section, String key) {
    return section.get(key).textValue();
  }

  /**
   * Refuses with a message that holds no value: only what the record or Jackson says of the shape.
   */
  private static <T> T bind(JsonNode section, Class<T> type) {
    try {
      return STRICT.treeToValue(section, type);
    } catch (JsonProcessingException refused) {
      // What a record refuses it says in its own words; Jackson would wrap them.
      String why =
          refused.getCause() instanceof IllegalArgumentException own
              ? own.getMessage()
              : refused.getOriginalMessage();
      throw new IllegalArgumentException(why, refused);
    }
  }
}
