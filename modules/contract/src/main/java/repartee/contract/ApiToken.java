package repartee.contract;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * What stands behind {@code Authorization: Bearer}: {@code rp_<id>_<secret><checksum>}, shown once
 * and stored only as its hash.
 *
 * @param keyId the key's id, in the token as 32 hexadecimal digits
 * @param text the whole token
 */
public record ApiToken(UUID keyId, String text) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 30;
  private static final int CHECKSUM_CHARS = 8;

  /** A new one, of 240 random bits. */
  public static ApiToken random() {
    UUID id = UUID.randomUUID();
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    String text =
        "rp_"
            + id.toString().replace("-", "")
            + "_"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    return new ApiToken(id, text + checksum(text));
  }

  /** The beginning, by which an owner knows it again; it gives nothing away. */
  public String prefix() {
    return text.substring(0, 11);
  }

  /** What the database keeps: SHA-256 of the token, in 64 hexadecimal digits. */
  public static String hash(String token) {
    return Sha256.of(token);
  }

  /** Whether a token that looks like ours was mistyped: then nobody has to look it up. */
  public static boolean isMistyped(String token) {
    if (!token.startsWith("rp_") || token.length() <= CHECKSUM_CHARS) {
      return false;
    }
    int end = token.length() - CHECKSUM_CHARS;
    return !checksum(token.substring(0, end)).equals(token.substring(end));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "ApiToken[" + prefix() + "...]";
  }
}
