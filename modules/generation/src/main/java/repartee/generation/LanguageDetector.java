package repartee.generation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import repartee.contract.Language;

/**
 * Tells in which language a question is asked: by its script, then by its small words, its letters
 * and the ends of its words. Made for questions of three to thirty words, on which it is measured;
 * English where nothing speaks for another.
 *
 * <p>Small words in place of a library: the accurate one for short texts takes a gigabyte, the
 * small ones are made for pages.
 */
final class LanguageDetector {
  private static final int CHARS_MAX = 2_000;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");

  // Letters and ends that few of our languages have, with what each is worth.
  private static final Map<Character, Map<Language, Double>> LETTERS = new HashMap<>();
  private static final Map<String, Map<Language, Double>> ENDS = new HashMap<>();
  private static final Map<String, Map<Language, Double>> WORDS = new HashMap<>();

  // One form each of common characters that were simplified on the mainland, and in Japan.
  private static final String SIMPLIFIED =
      "们这个来时说国会对发为么没过问开关现间动实还进样应当产业电话请谢谁让认识体买卖价钱费单务东车门见书语该办热线网账户码联系"
          + "营质货运输处长设备选择订购预约询级变边远达项须经给学吗几万图岁讲读写听观觉难题无尔华从众优传伤俩儿两严丧举义乐习乡争亏云"
          + "亲亿仅仓仪伞伟伦伪佣侠侣侥侦侧侨储";
  private static final String TRADITIONAL =
      "們這個來時說國會對發為麼沒過問開關現間動實還進樣應當產業電話請謝誰讓認識體買賣價錢費單務東車門見書語該辦熱線網帳戶碼聯繫"
          + "營質貨運輸處長設備選擇訂購預約詢級變邊遠達項須經給學嗎幾萬圖歲講讀寫聽觀覺難題無爾華從眾優傳傷倆兒兩嚴喪舉義樂習鄉爭虧雲"
          + "親億僅倉儀傘偉倫偽傭俠侶僥偵側僑儲";
  private static final String JAPANESE = "営駅円気広読売対発実様込働畑図単払変経済価検戻帰";

  static {
    letters(Language.DE, "ß", 4, "äöü", 1);
    letters(Language.ES, "ñ¿¡", 4, "áéíóú", 0.5);
    letters(Language.PT, "ãõ", 3, "çáéíóúâêô", 0.5);
    letters(Language.FR, "œëîùûè", 2, "çàâéêô", 0.7);
    letters(Language.IT, "ìò", 2, "àèéù", 0.5);
    letters(Language.TR, "ğşı", 3, "çöü", 0.7);
    letters(Language.PL, "łąęśźżćń", 3, "ó", 0.5);
    letters(
        Language.VI,
        "đơưăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        3,
        "áàâãéèêíìóòôõúùý",
        0.3);
    letters(Language.UK, "іїєґ", 4, "", 0);
    letters(Language.RU, "ыэъё", 4, "", 0);
    ends(Language.EN, "ing tion ed ly ness ould ight");
    ends(Language.FR, "tion eur euse eux ment ez aient ais oire");
    ends(Language.ES, "ción dad mente iento ando iendo aje ible ario ios os as ar");
    ends(Language.PT, "ção ções dade mente amento ando indo agem ível ário os as ar ura");
    ends(Language.IT, "zione zioni mente mento ità are ere ire ando endo aggio zzi ino");
    ends(Language.DE, "ung ungen lich keit heit isch ieren chen icht");
    ends(Language.NL, "heid lijk ijk aar eren atie ijn aat oor jst ijden ijd");
    ends(Language.TR, "lar ler ları leri yor ması mesi dır dir ım im iz nız niz yat esi");
    ends(Language.PL, "ość ości ować nia nie cie ych ego emu ach ami iny rcia ług");
    ends(Language.ID, "kan nya an lah kah tar uka");
    for (Language language : Language.values()) {
      Set<String> words = FunctionWords.of(language);
      words.forEach(
          word -> WORDS.computeIfAbsent(word, first -> new HashMap<>()).put(language, 2.0));
    }
    // A word that several languages share says less.
    WORDS.values().forEach(by -> by.replaceAll((language, worth) -> worth / by.size()));
    ENDS.values().forEach(by -> by.replaceAll((language, worth) -> worth / by.size()));
  }

  private LanguageDetector() {}

  static Language detect(String question) {
    String text =
        question.substring(0, Math.min(question.length(), CHARS_MAX)).toLowerCase(Locale.ROOT);
    int han = 0;
    int kana = 0;
    int hangul = 0;
    int arabic = 0;
    int devanagari = 0;
    int cyrillic = 0;
    int latin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetter(c)) {
        continue;
      }
      switch (Character.UnicodeScript.of(c)) {
        case HAN -> han++;
        case HIRAGANA, KATAKANA -> kana++;
        case HANGUL -> hangul++;
        case ARABIC -> arabic++;
        case DEVANAGARI -> devanagari++;
        case CYRILLIC -> cyrillic++;
        case LATIN -> latin++;
        default -> {
          // No language of ours is written in it.
        }
      }
    }
    // A Latin product name in a sentence of another script does not make it Latin.
    int other = 3 * (han + kana) + 2 * hangul + arabic + devanagari + cyrillic;
    if (other == 0 || other < latin / 2) {
      return byWords(text, Language.EN);
    }
    int most = Math.max(Math.max(3 * (han + kana), 2 * hangul), Math.max(arabic, cyrillic));
    if (most < devanagari) {
      return Language.HI;
    }
    if (most == 3 * (han + kana)) {
      return kana > 0 ? Language.JP : byCharacters(text);
    }
    if (most == 2 * hangul) {
      return Language.KO;
    }
    return most == arabic ? Language.AR : byWords(text, Language.RU);
  }

  private static Language byCharacters(String text) {
    long simplified = count(text, SIMPLIFIED);
    long traditional = count(text, TRADITIONAL);
    if (count(text, JAPANESE) > 0) {
      return Language.JP;
    }
    return traditional > simplified ? Language.ZH_HANT : Language.ZH_HANS;
  }

  private static long count(String text, String these) {
    return text.chars().filter(c -> these.indexOf(c) >= 0).count();
  }

  private static Language byWords(String text, Language usual) {
    Map<Language, Double> worth = new EnumMap<>(Language.class);
    for (int i = 0; i < text.length(); i++) {
      add(worth, LETTERS.get(text.charAt(i)));
    }
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      add(worth, WORDS.get(word));
      for (int length = 2; length <= 5 && length < word.length() - 1; length++) {
        add(worth, ENDS.get(word.substring(word.length() - length)));
      }
    }
    Language best = usual;
    for (Language language : Language.values()) {
      if (worth.getOrDefault(language, 0.0) > worth.getOrDefault(best, 0.0) + 0.01) {
        best = language;
      }
    }
    return best;
  }

  private static void add(Map<Language, Double> worth, @Nullable Map<Language, Double> by) {
    if (by != null) {
      by.forEach((language, more) -> worth.merge(language, more, Double::sum));
    }
  }

  private static void letters(
      Language language, String own, double worth, String shared, double sharedWorth) {
    own.chars()
        .forEach(
            c -> LETTERS.computeIfAbsent((char) c, first -> new HashMap<>()).put(language, worth));
    shared
        .chars()
        .forEach(
            c ->
                LETTERS
                    .computeIfAbsent((char) c, first -> new HashMap<>())
                    .put(language, sharedWorth));
  }

  private static void ends(Language language, String ends) {
    for (String end : ends.split(" ")) {
      ENDS.computeIfAbsent(end, first -> new HashMap<>()).put(language, 0.6);
    }
  }
}
