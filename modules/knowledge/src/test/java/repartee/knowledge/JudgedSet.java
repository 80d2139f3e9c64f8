package repartee.knowledge;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import repartee.contract.Language;

/** A shop's documents in five languages, and questions with the document that answers them. */
final class JudgedSet {
  private JudgedSet() {}

  /** {@code document} is null where no document has the answer. */
  record Judged(Language language, String question, @Nullable String document) {}

  static final Map<String, String> DOCUMENTS =
      Map.ofEntries(
          Map.entry(
              "en-returns",
              "Returns. You can send back any item within 30 days of receiving it. The item must be unused and in its original packaging. We refund the purchase price to the card you paid with, usually within five working days after the parcel has arrived at our warehouse."),
          Map.entry(
              "en-shipping",
              "Shipping. Orders placed before 2 pm leave our warehouse the same day. Delivery within the country takes two to three working days. International delivery takes up to ten days. Shipping is free for orders above 50 euros."),
          Map.entry(
              "en-account",
              "Your account. To change your password, open Settings and choose Security. If you have forgotten it, use the link on the sign-in page: we will send an e-mail with which you can set a new one. Accounts that have not been used for two years are deleted."),
          Map.entry(
              "en-warranty",
              "Warranty. All coffee machines come with a two year warranty. It covers defects of material and workmanship, but not limescale or damage from a fall. Please keep the receipt."),
          Map.entry(
              "en-cleaning",
              "Cleaning the machine. Descale the machine every two months with citric acid. Empty the drip tray daily. The milk frother should be rinsed with hot water after each use, otherwise milk residue clogs the nozzle."),
          Map.entry(
              "de-oeffnung",
              "Öffnungszeiten. Unser Laden in Hamburg ist montags bis freitags von 9 bis 18 Uhr geöffnet, samstags von 10 bis 14 Uhr. An Feiertagen bleiben die Häuser geschlossen. Parkplätze finden Sie hinter dem Gebäude."),
          Map.entry(
              "de-zahlung",
              "Zahlung. Wir nehmen Kreditkarten, Überweisungen und Lastschriften an. Rechnungen sind innerhalb von 14 Tagen zu bezahlen. Bei verspäteter Zahlung berechnen wir eine Mahngebühr von fünf Euro."),
          Map.entry(
              "fr-cafe",
              "Nos cafés. Les grains viennent d'Éthiopie et du Brésil. Ils sont torréfiés chaque semaine dans notre atelier à Lyon. Conservez le paquet fermé dans un endroit sec, à l'abri de la lumière, et consommez le café dans les trois mois."),
          Map.entry(
              "ru-dostavka",
              "Доставка по России. Заказы доставляются курьером или почтой. Стоимость доставки курьером по Москве составляет 300 рублей. Посылки почтой идут от пяти до двенадцати дней. Оплатить можно при получении."),
          Map.entry(
              "zh-huiyuan", "会员积分。每消费一元可获得一个积分,一百个积分可以兑换五元优惠券。积分有效期为十二个月,过期后自动清零。会员生日当月可获得双倍积分。"));

  static final List<Judged> QUESTIONS =
      List.of(
          new Judged(Language.EN, "How long do I have to return something?", "en-returns"),
          new Judged(Language.EN, "When will I get my money back?", "en-returns"),
          new Judged(Language.EN, "Can I send an item back if I opened it?", "en-returns"),
          new Judged(Language.EN, "How long does delivery take?", "en-shipping"),
          new Judged(Language.EN, "Do you ship abroad?", "en-shipping"),
          new Judged(Language.EN, "Is there free shipping?", "en-shipping"),
          new Judged(Language.EN, "I can't remember my password", "en-account"),
          new Judged(Language.EN, "how to reset the login", "en-account"),
          new Judged(Language.EN, "Is limescale damage covered by the guarantee?", "en-warranty"),
          new Judged(Language.EN, "How often should I descale?", "en-cleaning"),
          new Judged(Language.EN, "milk frother is clogged", "en-cleaning"),
          new Judged(Language.EN, "warranty", "en-warranty"),
          new Judged(Language.DE, "Wann ist der Laden geöffnet?", "de-oeffnung"),
          new Judged(Language.DE, "Wo kann ich parken? Gibt es einen Parkplatz?", "de-oeffnung"),
          new Judged(Language.DE, "Kann ich mit Kreditkarte bezahlen?", "de-zahlung"),
          new Judged(
              Language.DE,
              "Was kostet eine Mahnung, wenn ich die Rechnung zu spät zahle?",
              "de-zahlung"),
          new Judged(Language.FR, "D'où viennent les grains de café ?", "fr-cafe"),
          new Judged(Language.FR, "Comment conserver le café ?", "fr-cafe"),
          new Judged(Language.RU, "Сколько стоит доставка по Москве?", "ru-dostavka"),
          new Judged(Language.RU, "Можно ли оплатить заказ при получении?", "ru-dostavka"),
          new Judged(Language.ZH_HANS, "积分什么时候过期?", "zh-huiyuan"),
          new Judged(Language.ZH_HANS, "一百个积分可以换什么?", "zh-huiyuan"),
          new Judged(Language.EN, "Who won the football world cup in 1998?", null),
          new Judged(Language.EN, "What is the capital of Australia?", null),
          new Judged(Language.EN, "Write a poem about the sea", null),
          new Judged(Language.EN, "How do I install Python on Windows?", null),
          new Judged(Language.EN, "What is the weather like today?", null),
          new Judged(Language.EN, "Tell me a joke", null),
          new Judged(Language.EN, "Who is the president of France?", null),
          new Judged(Language.EN, "How many planets are there?", null),
          new Judged(Language.EN, "Which medicine helps against headache?", null),
          new Judged(Language.DE, "Wie hoch ist der Mount Everest?", null),
          new Judged(Language.DE, "Wer hat die Mondlandung erfunden?", null),
          new Judged(Language.FR, "Quelle est la hauteur de la tour Eiffel ?", null),
          new Judged(Language.FR, "Qui a peint la Joconde ?", null),
          new Judged(Language.RU, "Кто написал роман Война и мир?", null),
          new Judged(Language.RU, "Какая столица Австралии?", null),
          new Judged(Language.ZH_HANS, "澳大利亚的首都是哪里?", null),
          new Judged(Language.ZH_HANS, "今天天气怎么样?", null));
}
