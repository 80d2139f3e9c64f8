package repartee.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** The languages of the public interface; the first nine are published, the others ours. */
public enum Language {
  EN("en", "English", "English"),
  FR("fr", "French", "Français"),
  ES("es", "Spanish", "Español"),
  RU("ru", "Russian", "Русский"),
  ZH_HANS("zh-Hans", "Chinese (Simplified)", "简体中文"),
  ZH_HANT("zh-Hant", "Chinese (Traditional)", "繁體中文"),
  AR("ar", "Arabic", "العربية"),
  DE("de", "German", "Deutsch"),
  JP("jp", "Japanese", "日本語"),
  PT("pt", "Portuguese", "Português"),
  IT("it", "Italian", "Italiano"),
  NL("nl", "Dutch", "Nederlands"),
  KO("ko", "Korean", "한국어"),
  TR("tr", "Turkish", "Türkçe"),
  PL("pl", "Polish", "Polski"),
  UK("uk", "Ukrainian", "Українська"),
  VI("vi", "Vietnamese", "Tiếng Việt"),
  HI("hi", "Hindi", "हिन्दी"),
  ID("id", "Indonesian", "Bahasa Indonesia");

  private final String code;
  private final String englishName;
  private final String ownName;

  Language(String code, String englishName, String ownName) {
    this.code = code;
    this.englishName = englishName;
    this.ownName = ownName;
  }

  /** As clients write it: {@code jp}, not {@code ja}. */
  @JsonValue
  public String code() {
    return code;
  }

  /** What English calls it. */
  public String englishName() {
    return englishName;
  }

  /** What it calls itself. */
  public String ownName() {
    return ownName;
  }

  /** Absent if there is no such code; {@code ja} is taken for {@code jp}. */
  @JsonCreator
  public static @Nullable Language of(String code) {
    String wanted = code.equals("ja") ? "jp" : code;
    for (Language language : values()) {
      if (language.code.equals(wanted)) {
        return language;
      }
    }
    return null;
  }
}
