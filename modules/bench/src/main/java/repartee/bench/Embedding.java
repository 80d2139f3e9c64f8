package repartee.bench;

import java.util.Locale;
import java.util.Map;

/** Where a measured server has the vectors of questions and passages from. */
enum Embedding {
  /** The model in the server's own process, which is the default. */
  BUILT_IN {
    @Override
    Map<String, String> environment(String modelUrl) {
      return Map.of();
    }
  },
  /** The fake model, over HTTP and at once: what is left is the server's own work. */
  ENDPOINT {
    @Override
    Map<String, String> environment(String modelUrl) {
      return Map.of("REPARTEE_EMBEDDING_URL", modelUrl, "REPARTEE_EMBEDDING_NAME", "fake");
    }
  };

  /** What the server is configured with. */
  abstract Map<String, String> environment(String modelUrl);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
