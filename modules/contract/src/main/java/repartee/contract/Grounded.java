package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What became of checking an answer against its passages: whether every citation {@code [n]} names
 * one of them, and every quotation stands in one of them word for word.
 */
public enum Grounded {
  /** It cites or quotes, and all of that is there. */
  @JsonProperty("true")
  TRUE,
  /** Some of what it cites or quotes is there, some is not. */
  @JsonProperty("partly")
  PARTLY,
  /** It cites and quotes nothing, or nothing that is there. */
  @JsonProperty("false")
  FALSE
}
