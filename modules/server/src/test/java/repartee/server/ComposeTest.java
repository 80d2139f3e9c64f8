package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ServerProcess;

/** docker/compose.yaml, as far as it can be checked where nothing runs containers. */
final class ComposeTest {
  // Those of the Compose specification that the file uses.
  private static final Set<String> KEYS =
      Set.of(
          "build",
          "cap_drop",
          "command",
          "depends_on",
          "environment",
          "healthcheck",
          "image",
          "mem_limit",
          "networks",
          "ports",
          "read_only",
          "restart",
          "secrets",
          "security_opt",
          "stop_grace_period",
          "tmpfs",
          "volumes");

  @TempDir private Path secrets;
  private final Shipped file;
  private final Map<String, Shipped> services;
  private final Map<String, Shipped> nodes = new LinkedHashMap<>();

  ComposeTest() throws IOException {
    file = Shipped.documents("compose.yaml").getFirst();
    services = file.at("services").entries();
    services.forEach(
        (name, service) -> {
          if (service.at("image").text().startsWith("repartee:")) {
            nodes.put(name, service);
          }
        });
  }

  @Test
  void onlyKeysThatComposeKnowsAreUsed() {
    assertThat(file.entries().keySet())
        .containsExactlyInAnyOrder("name", "x-node", "services", "networks", "volumes", "secrets");
    services.forEach(
        (name, service) -> assertThat(KEYS).as(name).containsAll(service.entries().keySet()));
  }

  @Test
  void theNodesUnderstandWhatTheyAreTold() throws Exception {
    assertThat(nodes).hasSize(2);
    for (Shipped node : nodes.values()) {
      Configuration read = configuration(node);

      assertThat(read.database()).isNotNull();
      assertThat(read.adminKey()).isNotNull();
      assertThat(read.routing().metrics().key()).isNotNull();
      assertThat(read.routing().trustedProxies())
          .containsExactly(service("nginx").at("networks", "inside", "ipv4_address").text());
    }
  }

  @Test
  void nodesGetLongerToEndThanTheyTake() throws Exception {
    for (Shipped node : nodes.values()) {
      assertThat(node.at("stop_grace_period").seconds() * 1000)
          .isGreaterThan(configuration(node).shutdownTimeoutMs());
    }
  }

  @Test
  void whatANodeWritesToIsWritable() {
    nodes.forEach(
        (name, node) -> {
          assertThat(node.at("read_only").value()).isEqualTo(true);
          assertThat(node.at("tmpfs").texts()).contains("/tmp");
          assertThat(node.at("volumes").texts()).containsExactly(name + ":/data");
        });
  }

  @Test
  void whatIsNamedIsDeclaredAndWhatIsDeclaredIsUsed() {
    assertThat(named("secrets")).isEqualTo(file.at("secrets").entries().keySet());
    assertThat(volumes()).isEqualTo(file.at("volumes").entries().keySet());
    assertThat(
            services.values().stream()
                .flatMap(service -> service.at("networks").entries().keySet().stream())
                .collect(Collectors.toSet()))
        .isEqualTo(file.at("networks").entries().keySet());
  }

  @Test
  void secretsAreFilesWhereTheServerLooksForThem() {
    nodes.forEach(
        (name, node) ->
            assertThat(
                    environment(node).entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("_FILE"))
                        .map(entry -> entry.getValue().replaceFirst("^/run/secrets/", ""))
                        .toList())
                .as(name)
                .containsExactlyInAnyOrderElementsOf(node.at("secrets").texts()));
  }

  @Test
  void whoIsWaitedForTellsItsHealth() throws IOException {
    boolean imageTells = !Image.shipped().said("HEALTHCHECK").isEmpty();
    services.forEach(
        (name, service) -> {
          if (service.has("depends_on")) {
            service
                .at("depends_on")
                .entries()
                .forEach(
                    (other, how) -> {
                      assertThat(services).as(name).containsKey(other);
                      assertThat(
                              service(other).has("healthcheck")
                                  || (nodes.containsKey(other) && imageTells))
                          .as(other)
                          .isTrue();
                    });
          }
        });
  }

  @Test
  void everybodysAddressIsTheirOwn() {
    List<String> addresses =
        services.values().stream()
            .map(service -> service.at("networks", "inside", "ipv4_address").text())
            .toList();

    assertThat(addresses).doesNotHaveDuplicates().allMatch(one -> one.startsWith("172.30.80."));
  }

  @Test
  void nginxStandsBeforeTheseNodesWithTheShippedSettings() throws Exception {
    String conf = Files.readString(ServerProcess.root().resolve("docker/nginx.conf"));

    assertThat(service("nginx").at("volumes").texts())
        .containsExactly("./nginx.conf:/etc/nginx/nginx.conf:ro");
    for (Map.Entry<String, Shipped> node : nodes.entrySet()) {
      int port = configuration(node.getValue()).routing().port();
      assertThat(conf).contains("server " + node.getKey() + ":" + port + ";");
    }
  }

  private Shipped service(String name) {
    return file.at("services", name);
  }

  private Configuration configuration(Shipped node) throws Exception {
    return Shipped.configuration(node.at("command").texts(), environment(node), secrets);
  }

  private static Map<String, String> environment(Shipped service) {
    Map<String, String> environment = new LinkedHashMap<>();
    service.at("environment").entries().forEach((key, text) -> environment.put(key, text.text()));
    return environment;
  }

  private Set<String> named(String key) {
    Set<String> named = new TreeSet<>();
    services.values().stream()
        .filter(service -> service.has(key))
        .forEach(service -> named.addAll(service.at(key).texts()));
    return named;
  }

  /** A folder of the checkout is none. */
  private Set<String> volumes() {
    List<String> mounted = new ArrayList<>(named("volumes"));
    mounted.removeIf(volume -> volume.startsWith("."));
    return mounted.stream().map(volume -> volume.split(":")[0]).collect(Collectors.toSet());
  }
}
