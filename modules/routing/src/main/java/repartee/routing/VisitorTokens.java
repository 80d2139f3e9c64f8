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
  // A machine that slept counts the time wrongly until then.
  private static final int SIGNER_REMEMBERED_MS = 60_000;

  private final Vertx vertx;
  private final RoutingConfiguration configuration;
  private final Remembered<FindSigningSecret, Signer> signers =
      new Remembered<>(SIGNER_REMEMBERED_MS);

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

  /** A new token, which is good for so long from now on. */
  record Minted(String text, Claims claims, long lastsSeconds) {
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

  // Which time it is the database says: the clocks of nodes may be apart by more than a token
  // lasts.
  private record Signer(JWTAuth tokens, Instant asOf, long asOfNanos) {
    Instant now() {
      return asOf.plusNanos(System.nanoTime() - asOfNanos);
    }
  }

  /** Whether a token is to be read here, rather than looked up as a key. */
  static boolean isOne(String token) {
    return token.startsWith("eyJ") && token.chars().filter(c -> c == '.').count() == 2;
  }

  /** One that anybody on the chatbot's pages may have, with a visitor's id that nobody has yet. */
  Future<Minted> mint(UUID chatbotId) {
    String id = Visitor.UNKNOWN_PREFIX + UUID.randomUUID();
    return signer().map(signer -> mint(signer, new Visitor(chatbotId, id, null), null));
  }

  /** One for somebody whom their site vouches for now. */
  Future<Minted> vouch(Visitor visitor) {
    return signer()
        .map(
            signer ->
                mint(signer, visitor, signer.now().plusMillis(configuration.visitorVouchedMs())));
  }

  /**
   * One for the visitor of a former token of this chatbot. Fails with {@code BAD_KEY} if that is
   * not good, too old, or its site has vouched for the visitor too long ago.
   */
  Future<Minted> renew(String former, UUID chatbotId) {
    return signer()
        .compose(
            signer ->
                read(signer, former)
                    .compose(
                        claims ->
                            isRenewable(claims, chatbotId, signer.now())
                                ? Future.succeededFuture(
                                    mint(signer, claims.visitor(), claims.vouchedUntil()))
                                : Future.failedFuture(Problems.badKey())));
  }

  private boolean isRenewable(Claims claims, UUID chatbotId, Instant now) {
    Instant vouchedUntil = claims.vouchedUntil();
    // It was made when it had as long to live as new ones have.
    Instant madeAt = claims.expiresAt().minusMillis(configuration.visitorTokenMs());
    return claims.visitor().chatbotId().equals(chatbotId)
        && madeAt.plus(Duration.ofDays(configuration.visitorKeepDays())).isAfter(now)
        && (vouchedUntil == null || vouchedUntil.isAfter(now));
  }

  /** What a token says that is good now. Fails with {@code BAD_KEY}. */
  Future<Claims> read(String token) {
    return signer()
        .compose(signer -> read(signer, token))
        .compose(claims -> check(claims.expiresAt()).map(good -> claims));
  }

  /** Fails with {@code BAD_KEY} where a token that ends then is not good any more. */
  Future<@Nullable Void> check(Instant expiresAt) {
    return signer()
        .compose(
            signer ->
                expiresAt.isAfter(signer.now())
                    ? Future.succeededFuture()
                    : Future.failedFuture(Problems.badKey()));
  }

  private static Future<Claims> read(Signer signer, String token) {
    if (token.length() > CHARS_MAX || !TOKEN.matcher(token).matches()) {
      return Future.failedFuture(Problems.badKey());
    }
    return signer
        .tokens()
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

  private Minted mint(Signer signer, Visitor visitor, @Nullable Instant vouchedUntil) {
    Instant now = signer.now();
    Instant end = now.plusMillis(configuration.visitorTokenMs());
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
    return new Minted(
        signer.tokens().generateToken(claims, options),
        new Claims(visitor, expiresAt, vouchedUntil),
        Math.max(0, Duration.between(now, expiresAt).toSeconds()));
  }

  private Future<Signer> signer() {
    FindSigningSecret question = new FindSigningSecret();
    return signers.get(
        question,
        () -> FindSigningSecret.ADDRESS.ask(vertx.eventBus(), question).map(this::signer));
  }

  private Signer signer(SigningSecret secret) {
    PubSecKeyOptions key =
        new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(secret.text()));
    // What has expired is found by the database's clock, not by this machine's.
    JWTOptions options = new JWTOptions().setIgnoreExpiration(true);
    return new Signer(
        JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key).setJWTOptions(options)),
        secret.now(),
        System.nanoTime());
  }
}
