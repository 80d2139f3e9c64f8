package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker/kubernetes.yaml, as far as it can be checked where there is no Kubernetes. */
final class KubernetesTest {
  private static final Map<String, String> VERSIONS =
      Map.of(
          "Deployment", "apps/v1",
          "Service", "v1",
          "PodDisruptionBudget", "policy/v1",
          "NetworkPolicy", "networking.k8s.io/v1");

  @TempDir private Path secrets;
  private final Map<String, Shipped> objects = new LinkedHashMap<>();
  private final Shipped deployment;
  private final Shipped pod;
  private final Shipped container;

  KubernetesTest() throws IOException {
    for (Shipped object : Shipped.documents("kubernetes.yaml")) {
      objects.put(object.at("kind").text(), object);
    }
    deployment = object("Deployment");
    pod = deployment.at("spec", "template", "spec");
    container = pod.at("containers").list().getFirst();
  }

  @Test
  void itsObjectsAreThoseOfACluster() {
    assertThat(objects.keySet()).isEqualTo(VERSIONS.keySet());
    objects.forEach(
        (kind, object) -> {
          assertThat(object.at("apiVersion").text()).as(kind).isEqualTo(VERSIONS.get(kind));
          assertThat(object.at("metadata", "name").text()).isEqualTo("repartee");
          assertThat(object.entries().keySet())
              .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
        });
  }

  @Test
  void whoIsSelectedIsThePod() {
    Shipped labels = deployment.at("spec", "template", "metadata", "labels");

    assertThat(
            Stream.of(
                deployment.at("spec", "selector", "matchLabels"),
                object("Service").at("spec", "selector"),
                object("PodDisruptionBudget").at("spec", "selector", "matchLabels"),
                object("NetworkPolicy").at("spec", "podSelector", "matchLabels"),
                pod.at("topologySpreadConstraints")
                    .list()
                    .getFirst()
                    .at("labelSelector", "matchLabels")))
        .allMatch(labels::equals);
  }

  @Test
  void theServerUnderstandsWhatItIsToldAndListensWhereItIsAsked() throws Exception {
    Configuration read = configuration();

    assertThat(read.database()).isNotNull();
    assertThat(read.adminKey()).isNotNull();
    assertThat(read.routing().metrics().key()).isNotNull();
    assertThat(port("http")).isEqualTo(read.routing().port());
    assertThat(port("cluster")).isEqualTo(read.cluster().port());
    assertThat(port("bus")).isEqualTo(read.cluster().busPort());
  }

  @Test
  void portsAreNamedAsTheyAre() {
    List<Shipped> rules = object("NetworkPolicy").at("spec", "ingress").list();
    Stream<String> named =
        Stream.concat(
            Stream.of(
                object("Service").at("spec", "ports").list().getFirst().at("targetPort").text(),
                container.at("livenessProbe", "httpGet", "port").text(),
                container.at("readinessProbe", "httpGet", "port").text(),
                container.at("startupProbe", "httpGet", "port").text()),
            rules.stream()
                .flatMap(rule -> rule.at("ports").list().stream())
                .map(port -> port.at("port").text()));

    assertThat(container.at("ports").list().stream().map(port -> port.at("name").text()))
        .containsAll(named.toList());
    assertThat(rules.getLast().at("from").list()).isNotEmpty();
  }

  @Test
  void itIsAskedForItsHealthWhereItTellsIt() {
    assertThat(container.at("livenessProbe", "httpGet", "path").text()).isEqualTo("/health/live");
    assertThat(container.at("readinessProbe", "httpGet", "path").text()).isEqualTo("/health/ready");
  }

  @Test
  void itGetsLongerToEndThanItTakes() throws Exception {
    int toldFirst = container.at("lifecycle", "preStop", "sleep", "seconds").number();

    assertThat(pod.at("terminationGracePeriodSeconds").number())
        .isGreaterThan(toldFirst + configuration().shutdownTimeoutMs() / 1000);
  }

  @Test
  void itRunsAsTheUserOfTheImageAndWritesOnlyWhereItMay() throws IOException {
    String user = Image.shipped().said("USER").getLast();
    Shipped security = pod.at("securityContext");

    assertThat(security.at("runAsUser").text() + ":" + security.at("runAsGroup").text())
        .isEqualTo(user);
    assertThat(security.at("runAsNonRoot").value()).isEqualTo(true);
    assertThat(container.at("securityContext", "readOnlyRootFilesystem").value()).isEqualTo(true);
    assertThat(
            container.at("volumeMounts").list().stream()
                .filter(mount -> !mount.has("readOnly"))
                .map(mount -> mount.at("mountPath").text()))
        .containsExactlyInAnyOrder("/data", "/tmp");
    assertThat(container.at("volumeMounts").list().stream().map(mount -> mount.at("name").text()))
        .containsExactlyInAnyOrderElementsOf(
            pod.at("volumes").list().stream().map(volume -> volume.at("name").text()).toList());
  }

  @Test
  void noSecretIsWrittenIntoIt() {
    assertThat(container.at("env").list())
        .filteredOn(variable -> variable.has("value"))
        .allSatisfy(variable -> assertThat(variable.at("name").text()).endsWith("_FILE"));
  }

  private Configuration configuration() throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Shipped variable : container.at("env").list()) {
      environment.put(
          variable.at("name").text(),
          variable.has("value") ? variable.at("value").text() : "10.0.0.7");
    }
    return Shipped.configuration(container.at("args").texts(), environment, secrets);
  }

  private int port(String name) {
    return container.at("ports").list().stream()
        .filter(port -> port.at("name").text().equals(name))
        .map(port -> port.at("containerPort").number())
        .findFirst()
        .orElseThrow();
  }

  private Shipped object(String kind) {
    Shipped object = objects.get(kind);
    if (object == null) {
      throw new AssertionError("there is no " + kind);
    }
    return object;
  }
}
