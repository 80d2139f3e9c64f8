package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import repartee.contract.FindSigningSecret;
import repartee.contract.SigningSecret;
import repartee.contract.Visitor;

/**
 * Visitors' tokens: JSON Web Tokens (RFC 7519) that name a chatbot, a visitor and an end, signed
 * with the secret that all nodes share. A node keeps none of them.
 */
final class VisitorTokens {
  // A signature of 32 bytes has but one way to be written: its last character has two bits that
  // must be zero, else another token would be as good.
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]{42}[AEIMQUYcgkosw048]");
  private static final int CHARS_MAX = 4096;
  private static final String ALGORITHM = "HS256";

  private final Vertx vertx;
  private final RoutingConfiguration configuration;
  private final AtomicReference<@Nullable Future<Signers>> signers = new AtomicReference<>();

  VisitorTokens(Vertx vertx, RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.configuration = configuration;
  }

  /**
   * What a good token says.
   *
   * @param vouchedUntil until when its site has vouched for the visitor; null for one whom nobody
   *     knows
   */
  record Claims(Visitor visitor, Instant expiresAt, @Nullable Instant vouchedUntil) {}

  /** A new token. */
  record Minted(String text, Claims claims) {
    /** Never the token. */
    @Override
    public String toString() {
      return "Minted[" + claims + "]";
    }
  }

  /** What is kept of a token that says this. */
  static Proof proof(Claims claims) {
    return new Proof.OfVisitor(claims.visitor(), claims.expiresAt());
  }

  // One refuses what has expired, the other leaves that to who asks.
  private record Signers(JWTAuth strict, JWTAuth lenient) {}

  /** Whether a token is to be read here, rather than looked up as a key. */
  static boolean isOne(String token) {
    return token.startsWith("eyJ") && token.chars().filter(c -> c == '.').count() == 2;
  }

  /** One that anybody on the chatbot's pages may have, with a visitor's id that nobody has yet. */
  Future<Minted> mint(UUID chatbotId) {
    String id = Visitor.UNKNOWN_PREFIX + UUID.randomUUID();
    return mint(new Visitor(chatbotId, id, null), null);
  }

  /** One for somebody whom their site vouches for now. */
  Future<Minted> vouch(Visitor visitor) {
    return mint(visitor, Instant.now().plusMillis(configuration.visitorVouchedMs()));
  }

  /**
   * One for the visitor of a former token of this chatbot. Fails with {@code BAD_KEY} if that is
   * not good, too old, or its site has vouched for the visitor too long ago.
   */
  Future<Minted> renew(String former, UUID chatbotId) {
    return signers()
        .compose(signers -> read(signers.lenient(), former))
        .compose(
            claims -> {
              Instant now = Instant.now();
              Instant vouchedUntil = claims.vouchedUntil();
              // It was made when it had as long to live as new ones have.
              Instant madeAt = claims.expiresAt().minusMillis(configuration.visitorTokenMs());
              boolean good =
                  claims.visitor().chatbotId().equals(chatbotId)
                      && madeAt.plus(Duration.ofDays(configuration.visitorKeepDays())).isAfter(now)
                      && (vouchedUntil == null || vouchedUntil.isAfter(now));
              return good
                  ? mint(claims.visitor(), vouchedUntil)
                  : Future.failedFuture(Problems.badKey());
            });
  }

  /** What a token says that is good now. Fails with {@code BAD_KEY}. */
  Future<Claims> read(String token) {
    return signers().compose(signers -> read(signers.strict(), token));
  }

  private Future<Claims> read(JWTAuth signer, String token) {
    if (token.length() > CHARS_MAX || !TOKEN.matcher(token).matches()) {
      return Future.failedFuture(Problems.badKey());
    }
    return signer
        .authenticate(new TokenCredentials(token))
        .map(user -> claims(user.attributes().getJsonObject("accessToken")))
        .recover(cause -> Future.failedFuture(Problems.badKey()));
  }

  private static Claims claims(JsonObject said) {
    Long vouchedUntil = said.getLong("vouched_until");
    return new Claims(
        new Visitor(
            UUID.fromString(said.getString("aud")), said.getString("sub"), said.getString("name")),
        Instant.ofEpochSecond(said.getLong("exp")),
        vouchedUntil == null ? null : Instant.ofEpochSecond(vouchedUntil));
  }

  private Future<Minted> mint(Visitor visitor, @Nullable Instant vouchedUntil) {
    Instant end = Instant.now().plusMillis(configuration.visitorTokenMs());
    Instant expiresAt =
        (vouchedUntil != null && vouchedUntil.isBefore(end) ? vouchedUntil : end)
            .truncatedTo(ChronoUnit.SECONDS);
    JsonObject claims =
        new JsonObject()
            .put("aud", visitor.chatbotId().toString())
            .put("sub", visitor.id())
            .put("exp", expiresAt.getEpochSecond());
    if (visitor.name() != null) {
      claims.put("name", visitor.name());
    }
    if (vouchedUntil != null) {
      claims.put("vouched_until", vouchedUntil.getEpochSecond());
    }
    // Without the time at which it was made: a node whose clock is late would refuse it.
    JWTOptions options = new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true);
    return signers()
        .map(
            signers ->
                new Minted(
                    signers.strict().generateToken(claims, options),
                    new Claims(visitor, expiresAt, vouchedUntil)));
  }

  private Future<Signers> signers() {
    Future<Signers> known = signers.get();
    if (known != null && !known.failed()) {
      return known;
    }
    Future<Signers> asked =
        FindSigningSecret.ADDRESS
            .ask(vertx.eventBus(), new FindSigningSecret())
            .map(secret -> new Signers(signer(secret, false), signer(secret, true)));
    signers.set(asked);
    return asked;
  }

  private JWTAuth signer(SigningSecret secret, boolean lenient) {
    return JWTAuth.create(
        vertx,
        new JWTAuthOptions()
            .addPubSecKey(
                new PubSecKeyOptions()
                    .setAlgorithm(ALGORITHM)
                    .setBuffer(Buffer.buffer(secret.text())))
            .setJWTOptions(new JWTOptions().setIgnoreExpiration(lenient)));
  }
}
