package repartee.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the measured chatbot is taught, and what it is asked. */
final class Corpus {
  private static final List<String> PRODUCTS =
      List.of(
          "city bicycle Alder",
          "touring bicycle Birch",
          "cargo bicycle Cedar",
          "folding bicycle Dogwood",
          "mountain bicycle Elm",
          "racing bicycle Fir",
          "child's bicycle Gingko",
          "electric bicycle Hazel",
          "tandem Ivy",
          "recumbent bicycle Juniper");

  private static final List<String> CITIES =
      List.of("Lyon", "Porto", "Ghent", "Turin", "Bergen", "Graz", "Cork", "Basel");

  private static final List<String> QUESTIONS =
      List.of(
          "How long is the warranty of the %s that I bought in %s, order %d?",
          "How heavy a load may the %s carry on my way through %s, order %d?",
          "What does it cost to send the %s back from %s, order %d?",
          "When should the %s see the workshop in %s, order %d?");

  private static final int FAMILIAR = 64;

  private final AtomicLong asked = new AtomicLong(FAMILIAR);

  /** A document for each product: its name and its text. */
  List<Taught> documents() {
    List<Taught> documents = new ArrayList<>();
    for (int i = 0; i < PRODUCTS.size(); i++) {
      String text = about(PRODUCTS.get(i), 120 + 10 * i, 5 + i, 1000 + 250 * i, 30 + i);
      documents.add(new Taught(PRODUCTS.get(i), text));
    }
    return documents;
  }

  /** A document as it is taught. */
  record Taught(String name, String content) {}

  /** A question that nobody asked before. */
  String unheard() {
    return question(asked.getAndIncrement());
  }

  /** A question of which {@code repeatPercent} in a hundred were asked before. */
  String question(int repeatPercent) {
    long number = asked.getAndIncrement();
    // Spread over the run, not a block of repeats and a block of new ones.
    return question(number * 61 % 100 < repeatPercent ? number % FAMILIAR : number);
  }

  private static String question(long number) {
    int n = (int) (number % Integer.MAX_VALUE);
    return QUESTIONS
        .get(n % QUESTIONS.size())
        .formatted(PRODUCTS.get(n % PRODUCTS.size()), CITIES.get(n / 3 % CITIES.size()), n);
  }

  private static String about(String product, int kilograms, int years, int kilometres, int euros) {
    return """
        The %1$s

        The %1$s is built to order in our workshop and leaves it within nine working days. The \
        frame is brazed by hand from steel tubes and painted in one of seven colours. It comes in \
        three sizes; the size is measured from the ground to the saddle, with the tyres filled. \
        The gears are inside the hub, so that rain and dirt do not reach them, and the chain runs \
        in a closed case.

        Load and luggage. The %1$s carries a rider and luggage of %2$d kilograms together. The \
        carrier behind the saddle takes 25 kilograms, the one in front 12 kilograms. Bags that \
        hang on both sides of the wheel keep the balance better than one bag on top. A trailer may \
        be hung on the rear axle if it has brakes of its own.

        Warranty. The frame of the %1$s has a warranty of %3$d years, all other parts of two \
        years, except for tyres, chain and brake pads, which wear out with use. The warranty \
        begins on the day of delivery and goes along with the bicycle when it is sold. It does not \
        cover races, jumps, or a frame that was painted anew by others.

        Service. The first service of the %1$s is due after 300 kilometres and is free of charge. \
        Later ones are due every %4$d kilometres or once a year, whichever comes first. The \
        workshop checks spokes, bearings, brakes and lights, oils the hub and fills the tyres. A \
        service takes one day; a bicycle can be borrowed for that day if it is booked ahead.

        Returns. The %1$s can be sent back within 30 days if it was ridden less than 50 \
        kilometres. We have it fetched from your door for %5$d euros. The price is paid back within \
        five days of its arrival in the workshop. A bicycle of a special colour can be exchanged, \
        but not returned.
        """
        .formatted(product, kilograms, years, kilometres, euros);
  }
}
