package repartee.routing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Language;
import repartee.contract.Problem;

/**
 * The fields of a request's JSON object, read strictly: whoever sends nonsense is told which field
 * and why. An optional field that is {@code null} counts as absent; unknown fields are ignored.
 */
record Fields(ObjectNode object) {
  private static final int DEPTH_MAX = 32;
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Fails with {@code INVALID} unless the bytes are one JSON object in UTF-8. */
  static Fields parse(byte[] body) {
    return parse(utf8(body, "The body is not valid UTF-8. Please send JSON in UTF-8."));
  }

  /**
   * Jackson's own decoder lets malformed UTF-8 pass in places, and others mend it; the JDK's not.
   */
  static String utf8(byte[] body, String malformedSentence) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException malformed) {
      throw Problems.invalid(malformedSentence);
    }
  }

  private static Fields parse(String text) {
    if (text.isBlank()) {
      throw Problems.invalid("The body is empty. Please send a JSON object.");
    }
    try {
      if (STRICT.readTree(text) instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw Problems.invalid("The body is JSON but not an object. Please send a JSON object.");
    } catch (JsonProcessingException notJson) {
      throw Problems.invalid(
          "The body is not valid JSON, names a field twice, or is nested too deeply. Please send a"
              + " JSON object.");
    }
  }

  /** A text that must be there, of 1 to so many characters, not only blanks. */
  String text(String name, int charsMax) {
    String text = optionalText(name, charsMax);
    if (text == null) {
      String what = object.has(name) ? "is null" : "is missing";
      throw Problems.invalid("The field \"" + name + "\" " + what + ". Please send a string.");
    }
    return text;
  }

  /** A text that may be absent, else of 1 to so many characters, not only blanks. */
  @Nullable String optionalText(String name, int charsMax) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Problems.invalid("The field \"" + name + "\" must be a string.");
    }
    String text = checked(name, value.textValue(), charsMax);
    if (text.isBlank()) {
      throw Problems.invalid("The field \"" + name + "\" is empty. Please fill it.");
    }
    return text;
  }

  /** Texts that may be absent, each as {@link #text} has it. */
  @Nullable List<String> optionalTexts(String name, int countMax, int charsMax) {
    return has(name) ? texts(name, countMax, charsMax) : null;
  }

  /** A whole number of that range, which must be there. */
  int number(String name, int min, int max) {
    JsonNode value = object.get(name);
    boolean fits =
        value != null
            && value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= min
            && value.intValue() <= max;
    if (!fits) {
      throw Problems.invalid(
          "The field \"" + name + "\" must be a whole number from " + min + " to " + max + ".");
    }
    return value.intValue();
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A whole number of that range, which may be absent. */
  @Nullable Integer optionalNumber(String name, int min, int max) {
    return has(name) ? number(name, min, max) : null;
  }

  /** Texts of 1 to so many characters, not only blanks; none where the field is absent. */
  List<String> texts(String name, int textsMax, int charsMax) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = object.get(name);
    List<String> texts = new ArrayList<>();
    boolean fits = value.isArray() && value.size() <= textsMax;
    for (JsonNode text : value) {
      fits = fits && text.isTextual() && !text.textValue().isBlank();
      if (fits) {
        texts.add(checked(name, text.textValue(), charsMax));
      }
    }
    if (!fits) {
      throw Problems.invalid(
          "The field \"" + name + "\" must be a list of at most " + textsMax + " strings.");
    }
    return texts;
  }

  boolean flag(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw Problems.invalid("The field \"" + name + "\" must be true or false.");
    }
    return value.booleanValue();
  }

  /** A language, or null for {@code auto}, which is the default. */
  @Nullable Language language() {
    String code = optionalText("language", 20);
    if (code == null || code.equals("auto")) {
      return null;
    }
    Language language = Language.of(code);
    if (language == null) {
      throw Problems.invalid(
          "The field \"language\" must be \"auto\" or a code of GET /api/v1/backend/languages.");
    }
    return language;
  }

  /** A server's id of a conversation: one that cannot be is an unknown one. */
  @Nullable UUID conversationUid() {
    String text = optionalText("conversation_uid", 200);
    if (text == null) {
      return null;
    }
    UUID uid = Ids.uuid(text);
    if (uid == null) {
      throw Problems.unknownConversation();
    }
    return uid;
  }

  /** The field {@code message_key}, or the header that means the same. */
  @Nullable String messageKey(@Nullable String header) {
    String field = optionalText("message_key", 200);
    if (header == null) {
      return field;
    }
    String key = checked("Idempotency-Key", header, 200);
    if (key.isBlank()) {
      throw Problems.invalid("The header \"Idempotency-Key\" is empty. Please fill it.");
    }
    if (field != null && !field.equals(key)) {
      throw Problems.invalid(
          "The field \"message_key\" and the header \"Idempotency-Key\" differ. Please send one.");
    }
    return key;
  }

  /** The text, if it can be stored and is not too long; characters are Unicode code points. */
  static String checked(String name, String text, int charsMax) throws Problem {
    if (text.length() > charsMax && text.codePointCount(0, text.length()) > charsMax) {
      throw Problems.invalid(
          "The field \"" + name + "\" is longer than " + charsMax + " characters.");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Problems.invalid(
            "The field \"" + name + "\" holds a NUL character, which cannot be stored.");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw Problems.invalid(
              "The field \"" + name + "\" holds half a character (a lone surrogate).");
        }
        i++;
      }
    }
    return text;
  }
}
