package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers a day, oldest first, without gaps. */
public record Figures(List<Day> days) {
  public Figures {
    days = List.copyOf(days);
  }

  /**
   * A day (UTC).
   *
   * @param day as 2026-01-31
   * @param answered answers that ended well and had something of the documents to say, and those
   *     that were stopped by a person
   * @param notAnswered answers that failed, broke off, or found nothing in the documents
   * @param handedOver how often a person took a conversation over
   * @param firstTextMsMedian how long answers took to begin, in the middle; null if none did
   * @param firstTextMsP90 nine of ten began within this
   */
  public record Day(
      String day,
      long questions,
      long answered,
      long notAnswered,
      long handedOver,
      long helpful,
      long notHelpful,
      @Nullable Integer firstTextMsMedian,
      @JsonProperty("first_text_ms_p90") @Nullable Integer firstTextMsP90) {}
}
