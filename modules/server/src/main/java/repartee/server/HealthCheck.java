package repartee.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import repartee.routing.RoutingConfiguration;

/**
 * {@code check-health}: asks the server that runs here under the same configuration whether it is
 * ready. For containers, whose images have no program that could ask.
 */
final class HealthCheck {
  private static final int TIMEOUT_MS = 5_000;

  private HealthCheck() {}

  /** One sentence on why it is not ready; empty if it is. */
  static String complaint(RoutingConfiguration doors) {
    try {
      String host =
          InetAddress.getByName(doors.host()).isAnyLocalAddress() ? "localhost" : doors.host();
      URI ready = new URI("http", null, host, doors.port(), "/health/ready", null, null);
      int status = status(ready);
      return status == 200 ? "" : "The server answers " + status + ".";
    } catch (IOException | URISyntaxException | IllegalArgumentException away) {
      return "The server cannot be asked: " + away.getMessage();
    }
  }

  private static int status(URI address) throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection http)) {
      throw new IOException("not HTTP");
    }
    http.setConnectTimeout(TIMEOUT_MS);
    http.setReadTimeout(TIMEOUT_MS);
    http.setInstanceFollowRedirects(false);
    try {
      return http.getResponseCode();
    } finally {
      http.disconnect();
    }
  }
}
