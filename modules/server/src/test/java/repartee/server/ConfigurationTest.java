package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
  @TempDir private Path folder;

  @Test
  void theDefaultsAreWhole() throws Exception {
    Configuration defaults = read("", Map.of(), Map.of());

    assertThat(defaults.routing().port()).isEqualTo(8080);
    assertThat(defaults.routing().plans().keySet()).containsExactly("free", "paid");
    assertThat(defaults.planWithApi()).isEqualTo("paid");
    assertThat(defaults.roles()).containsExactly(Role.values());
    assertThat(defaults.database()).isNull();
    assertThat(defaults.generation().model()).isNull();
    assertThat(defaults.knowledge().embedding().url()).isNull();
    assertThat(defaults.knowledge().folder()).isEqualTo(defaults.data().resolve("indexes"));
    assertThat(defaults.storage("postgresql://a/b").url()).isEqualTo("postgresql://a/b");
    assertThat(defaults.postgresql().programs()).isNull();
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    String file = "port: 1001\nhost: file\ndata: file\n";
    Map<String, String> environment = Map.of("REPARTEE_PORT", "1002", "REPARTEE_HOST", "variable");

    Configuration read = read(file, environment, Map.of("port", "1003"));

    assertThat(read.routing().port()).isEqualTo(1003);
    assertThat(read.routing().host()).isEqualTo("variable");
    assertThat(read.data()).isEqualTo(Path.of("file").toAbsolutePath());
  }

  @Test
  void whatTheFileLeavesOutKeepsItsDefault() throws Exception {
    Configuration read = read("storage:\n  batch_max: 7\n", Map.of(), Map.of());

    assertThat(read.storage("postgresql://a/b").batchMax()).isEqualTo(7);
    assertThat(read.storage("postgresql://a/b").connectionsMax()).isEqualTo(8);
  }

  @Test
  void everyComplaintComesAtOnceWithTheKeyThatWasMeant() {
    String file =
        """
        prot: 1
        port: 70000
        host: ''
        storage: {batch_maxx: 1, batch_max: many}
        routing: 5
        roles: [storage, 7]
        plans: {}
        model: {key: 12}
        """;

    String complaints = refused(file, Map.of("REPARTEE_PROT", "x"), Map.of("port", "none"));

    assertThat(complaints.lines())
        .contains(
            "prot: there is no such key. Did you mean port?",
            "port: must be a whole number from 0 to 65535.",
            "host: must be text.",
            "storage.batch_maxx: there is no such key. Did you mean storage.batch_max?",
            "storage.batch_max: must be a whole number from 1 to 2147483647.",
            "routing: must be a section with keys of its own.",
            "roles: must be a list of texts.",
            "plans: must be a section with at least one plan.",
            "model.key: must be text, in quotes if need be.",
            "REPARTEE_PROT: there is no such variable. Did you mean REPARTEE_PORT?",
            "--port: must be a whole number from 0 to 65535.")
        .hasSize(11);
  }

  @Test
  void aFileThatIsNotYamlOrNotThereIsRefused() {
    assertThat(refused("a: [", Map.of(), Map.of())).contains("is not readable as YAML");
    assertThat(refused("port: 1\nport: 2\n", Map.of(), Map.of()))
        .contains("is not readable as YAML, at line 2");
    assertThat(refused("- a\n", Map.of(), Map.of())).contains("must hold keys and values");
    assertThat(refused("", Map.of(), Map.of("config", folder + "/none.yaml")))
        .contains("none.yaml: cannot be read");
  }

  @Test
  void aModelNeedsAnAddressAndAName() throws Exception {
    assertThat(refused("model: {url: 'http://a/v1'}", Map.of(), Map.of()))
        .isEqualTo("model.url: needs model.name beside it.");
    assertThat(refused("model: {name: a}", Map.of(), Map.of()))
        .isEqualTo("model.name: needs model.url beside it.");
    assertThat(refused("model: {url: 'ftp://a', name: a}", Map.of(), Map.of()))
        .isEqualTo("model.url: must begin with http:// or https:// and name a host.");

    Configuration read =
        read("", Map.of("REPARTEE_MODEL_URL", "http://a/v1", "REPARTEE_MODEL_NAME", "m"), Map.of());

    var model = Objects.requireNonNull(read.generation().model());
    assertThat(model.url()).isEqualTo("http://a/v1");
  }

  @Test
  void roleAndPlanNamesAreChecked() {
    assertThat(refused("roles: [storage, cook]", Map.of(), Map.of())).startsWith("roles: ");
    assertThat(
            refused(
                """
                plans:
                  free: {apy: true, turns_per_minute: 1, turns_per_month: 1}
                  paid: {api: maybe, turns_per_minute: -1}
                  gold: 5
                """,
                Map.of(),
                Map.of()))
        .isEqualTo(
            """
            plans.free.apy: there is no such key. Did you mean api?
            plans.free.api: is missing.
            plans.paid.api: must be true or false.
            plans.paid.turns_per_minute: must be a whole number from 0 to 2147483647.
            plans.paid.turns_per_month: is missing.
            plans.gold: must be a section with keys of its own.""");
    assertThat(
            refused(
                "plans: {free: {api: false, turns_per_minute: 1, turns_per_month: 1}}",
                Map.of(),
                Map.of()))
        .isEqualTo("plans: one of them must have api: true.");
    assertThat(refused("routing: {trusted_proxies: [10.0.0.0/8, proxy]}", Map.of(), Map.of()))
        .startsWith("routing: ")
        .contains("trusted_proxies must be addresses or networks")
        .doesNotContain("\n");
    assertThat(refused("crawler: {allow_addresses: [inner]}", Map.of(), Map.of()))
        .startsWith("crawler: allow_addresses must be addresses or networks");
    assertThat(refused("crawler: {user_agent: 'My bot/1'}", Map.of(), Map.of()))
        .isEqualTo("crawler: user_agent must be letters, - and _ alone.");
  }

  @Test
  void secretsComeFromFilesTooAndAreNeverShown() throws Exception {
    Path secret =
        Files.writeString(folder.resolve("secret"), "the-secret-of-32-characters-or-more\n");
    String file =
        "admin_key_file: %s\nmodel: {url: 'http://a/v1', name: m, key: hidden}\n".formatted(secret);

    Configuration read =
        read(file, Map.of(), Map.of("database", "postgresql://me:hidden@127.0.0.1/name"));

    assertThat(read.adminKey()).isEqualTo("the-secret-of-32-characters-or-more");
    assertThat(String.join("\n", read.shown()))
        .contains("admin_key: (set, not shown)", "model.name: m")
        .doesNotContain("hidden", "the-secret");
  }

  @Test
  void aBadSecretIsNamedAndNotShown() {
    String complaints =
        refused(
            "admin_key: hidden\ndatabase: mysql://me:hidden@host/name\nmodel: {key_file: /none}\n",
            Map.of(),
            Map.of());

    assertThat(complaints.lines()).containsExactly("model.key_file: the file cannot be read.");
    assertThat(
            refused(
                    "admin_key: hidden\ndatabase: mysql://me:hidden@host/name\n",
                    Map.of(),
                    Map.of())
                .lines())
        .containsExactly(
            "admin_key: must have at least 32 characters.",
            "database: must be like postgresql://user:password@host:5432/name.");
  }

  private Configuration read(
      String file, Map<String, String> environment, Map<String, String> flags)
      throws Complaints, IOException {
    Map<String, String> all = new HashMap<>(flags);
    if (!file.isEmpty()) {
      all.put("config", Files.writeString(folder.resolve("test.yaml"), file).toString());
    }
    return Configuration.of(all, environment);
  }

  private String refused(String file, Map<String, String> environment, Map<String, String> flags) {
    Complaints complaints =
        catchThrowableOfType(Complaints.class, () -> read(file, environment, flags));
    return complaints.sentences();
  }
}
