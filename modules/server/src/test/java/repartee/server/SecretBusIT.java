package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;

/** What nodes say to each other, under certificates. */
final class SecretBusIT {
  private static final char[] PASSWORD = "not-a-secret".toCharArray();
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Said under a seal. ".repeat(10), 5);

  @TempDir private Path folder;

  @Test
  void nodesWithCertificatesUnderstandEachOtherAndNobodyElse() throws Exception {
    Map<String, String> ours = certificate("ours");
    try (Nodes nodes = new Nodes()) {
      nodes.start(with(ours, "storage,knowledge,generation,routing"));
      Nodes.Node doors = nodes.start(with(ours, "routing"));
      Poll.until(() -> status(doors) == 200);
      UUID bot = ServeIT.taughtBot(doors.client());
      nodes.model.always(SPEECH);

      Nodes.Asked asked = Nodes.ask(doors, bot, "room", "What is said?");

      assertThat(asked.isWhole()).isTrue();
      assertThat(asked.text()).isEqualTo(SPEECH.text());

      // It shares the database, and so the cluster; but the others do not know its certificate.
      Nodes.Node stranger = nodes.start(with(certificate("strange"), "routing"));
      assertThat(status(stranger)).isEqualTo(503);
      assertThat(status(doors)).isEqualTo(200);
    }
  }

  private static int status(Nodes.Node node) {
    return node.client().get("/health/ready").await().status();
  }

  private static Map<String, String> with(Map<String, String> tls, String roles) {
    Map<String, String> all = new HashMap<>(tls);
    all.put("REPARTEE_ROLES", roles);
    return all;
  }

  /** A certificate for loopback, made by the JDK's own tool; it is its own authority. */
  private Map<String, String> certificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    Key key = keys.getKey(name, PASSWORD);
    Certificate certificate = keys.getCertificate(name);
    Path certificateFile = pem(name + ".pem", "CERTIFICATE", certificate.getEncoded());
    Path keyFile = pem(name + "-key.pem", "PRIVATE KEY", key.getEncoded());
    return Map.of(
        "REPARTEE_CLUSTER_TLS_CERTIFICATE_FILE", certificateFile.toString(),
        "REPARTEE_CLUSTER_TLS_KEY_FILE", keyFile.toString(),
        "REPARTEE_CLUSTER_TLS_AUTHORITIES_FILE", certificateFile.toString());
  }

  private Path pem(String file, String what, byte[] content) throws Exception {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                what,
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(content),
                what);
    return Files.writeString(folder.resolve(file), text);
  }
}
