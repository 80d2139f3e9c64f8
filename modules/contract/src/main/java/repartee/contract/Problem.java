package repartee.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Why a question was not answered: a kind that a program understands and a sentence that a person
 * does, which says what to do. It crosses the bus as an answer does.
 */
public final class Problem extends ReplyException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;
  private final int retryAfterSeconds;

  /** A problem whose cause needs no log line: the asker can do something about it. */
  public Problem(Kind kind, String sentence) {
    this(kind, sentence, kind.defaultRetryAfterSeconds());
  }

  /** {@code retryAfterSeconds}: when asking again makes sense; 0 where it does not. */
  public Problem(Kind kind, String sentence, int retryAfterSeconds) {
    super(ReplyFailure.RECIPIENT_FAILURE, kind.code(), sentence);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * What a failure of any sort means to the asker; what nobody foresaw is {@code INTERNAL}, and is
   * logged by whoever caught it: the cause does not travel.
   */
  public static Problem of(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    ReplyFailure bus = failure instanceof ReplyException reply ? reply.failureType() : null;
    if (bus == ReplyFailure.TIMEOUT) {
      return new Problem(Kind.BUSY, "The server took too long. Please try again.");
    }
    if (bus == ReplyFailure.NO_HANDLERS) {
      return new Problem(Kind.BUSY, "A part of the server is not running. Please try again soon.");
    }
    return new Problem(
        Kind.INTERNAL, "Something went wrong on our side. Please name the request id to us.");
  }

  /** What sort of problem it is. */
  public Kind kind() {
    return kind;
  }

  /** A full sentence for the person who asked. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Seconds after which asking again makes sense; 0 where it does not. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /**
   * The kinds, each with its published or own code; the HTTP status is the code's first three
   * digits.
   */
  public enum Kind {
    /** A field is missing, of the wrong type or too long, or the body is not JSON. */
    INVALID(40001),
    /** No key was sent. */
    NO_KEY(40100),
    /** The key is unknown, revoked or expired. */
    BAD_KEY(40101),
    /** The key may not do this. */
    FORBIDDEN(40300),
    /** The account's plan has no API access. */
    NO_API_ACCESS(40301),
    /** The bot's restrictions exclude this hostname or address. */
    RESTRICTED(40302),
    /** Nothing stands at this path. */
    UNKNOWN_PATH(40400),
    /** No such chatbot, or another account's. */
    UNKNOWN_CHATBOT(40401),
    /** No such conversation or message. */
    UNKNOWN_CONVERSATION(40402),
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED(40500),
    /** The answer cannot be had in the accepted media types. */
    NOT_ACCEPTABLE(40600),
    /** The message key was used for another question. */
    KEY_REUSED(40900),
    /** Another person has the conversation. */
    HELD_BY_OTHER(40901),
    /** The answer was begun anew, or ended, under another epoch. */
    OTHER_EPOCH(41200),
    /** The body is too large. */
    TOO_LARGE(41300),
    /** The body's media type is not understood. */
    UNSUPPORTED_MEDIA(41500),
    /** The asked part of a text does not exist. */
    NO_SUCH_RANGE(41600),
    /** Too many requests at once. */
    TOO_FAST(42900),
    /** The plan's quota is used up. */
    QUOTA_USED_UP(42901),
    /** Ours; the log has the detail under the request id. */
    INTERNAL(50000),
    /** The model refused or failed. */
    MODEL_FAILED(50200),
    /** Busy, draining, or the database is away. */
    BUSY(50300),
    /** The model did not begin in time. */
    MODEL_TOO_SLOW(50400);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The published five-digit code. */
    @JsonValue
    public int code() {
      return code;
    }

    /** The HTTP status that goes with it. */
    public int status() {
      return code / 100;
    }

    /** Whether it is nobody's fault who asked: the same may be well a while later. */
    public boolean isPassing() {
      return this == BUSY || this == MODEL_FAILED || this == MODEL_TOO_SLOW;
    }

    private int defaultRetryAfterSeconds() {
      return this == BUSY ? 2 : 0;
    }

    /** Fails with {@link IllegalArgumentException} if no kind has that code. */
    @JsonCreator
    public static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no problem has the code " + code);
    }

    /** As {@link #of(int)}, absent for absent. */
    public static @Nullable Kind ofNullable(@Nullable Integer code) {
      return code == null ? null : of(code);
    }
  }
}
