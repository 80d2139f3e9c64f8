package repartee.server;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Account;
import repartee.contract.ApiToken;
import repartee.contract.EnsureAdministrator;
import repartee.contract.FirstAccount;

/**
 * What a server that has nothing yet gives itself: an account, its administrator key, and a demo.
 *
 * <p>A start that is killed in the middle is finished by the next one. The file {@code first-start}
 * says that one is under way; whoever deletes the demo later never sees it again.
 */
final class FirstStart {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String ACCOUNT = "Demo";
  private static final String KEY_FILE = "admin-key";

  private final DataFolder data;
  private final Path underWay;
  private final boolean wasUnderWay;

  FirstStart(DataFolder data) {
    this.data = data;
    this.underWay = data.resolve("first-start");
    this.wasUnderWay = Files.exists(underWay);
  }

  /**
   * Sees to it that the administrator key is valid: the configured one, else that of the data
   * folder. Of a cluster without a configured one, that of the node which was there first stays.
   */
  Future<Begun> begin(EventBus bus, Configuration configuration) {
    write(underWay);
    String configured = configuration.adminKey();
    boolean keyIsNew = configured == null && !Files.exists(data.resolve(KEY_FILE));
    String key =
        configured != null ? configured : data.secret(KEY_FILE, () -> ApiToken.random().text());
    return EnsureAdministrator.ADDRESS
        .ask(
            bus,
            new EnsureAdministrator(
                configured != null ? "from the configuration" : "from the data folder",
                prefix(key),
                ApiToken.hash(key),
                configured != null || !configuration.cluster().enabled(),
                ACCOUNT,
                configuration.planWithApi()))
        .map(first -> begun(first, keyIsNew));
  }

  /** The demo is taught; nothing of the first start is left to do. */
  void finish() {
    try {
      Files.deleteIfExists(underWay);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /**
   * What is left to do.
   *
   * @param notice for the person who started it; empty if there is none
   */
  record Begun(Account account, boolean wantsDemo, String notice) {}

  private Begun begun(FirstAccount first, boolean keyIsNew) {
    boolean wantsDemo = first.madeNow() || wasUnderWay;
    if (!wantsDemo) {
      finish();
    }
    if (keyIsNew && !first.keyHeld()) {
      data.remove(KEY_FILE);
      log.info(
          "the administrator key is with the node that was first, or in nobody's hands now:"
              + " then set admin_key");
    }
    if (first.madeNow()) {
      log.info("first start account={}", first.account().id());
    }
    return new Begun(
        first.account(),
        wantsDemo,
        keyIsNew && first.keyHeld() ? "The administrator key is in " + data.resolve(KEY_FILE) : "");
  }

  // Of a key that somebody chose, no part may be shown.
  private static String prefix(String key) {
    return key.startsWith("rp_") ? key.substring(0, 11) : "chosen";
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
