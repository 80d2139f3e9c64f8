package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a site has come. */
public enum SiteState {
  /** Its pages are being read. */
  @JsonProperty("crawling")
  CRAWLING,
  /** All are read; what has disappeared is being forgotten. */
  @JsonProperty("sweeping")
  SWEEPING,
  /** Its pages are known. */
  @JsonProperty("ready")
  READY,
  /** Not one of its pages could be taught. */
  @JsonProperty("failed")
  FAILED,
  /** It is being forgotten, page by page. */
  @JsonProperty("removing")
  REMOVING
}
