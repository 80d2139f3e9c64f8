package repartee.knowledge;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Whether a document's name is where it can be read. */
final class WebAddress {
  private WebAddress() {}

  /** The name itself if it is an address of http or https with a host, else absent. */
  static @Nullable String of(String name) {
    if (!name.regionMatches(true, 0, "http://", 0, 7)
        && !name.regionMatches(true, 0, "https://", 0, 8)) {
      return null;
    }
    try {
      return new URI(name).getHost() == null ? null : name;
    } catch (URISyntaxException notAnAddress) {
      return null;
    }
  }
}
