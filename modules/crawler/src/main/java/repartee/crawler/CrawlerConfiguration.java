package repartee.crawler;

import java.util.List;
import repartee.contract.Network;

/**
 * How sites are read.
 *
 * @param userAgent how the crawler is called, also in a site's robots.txt
 * @param allowAddresses addresses or networks that may be read though they are not public
 * @param pagesAtOnce pages that this process works on at once
 * @param sitesMax sites that a chatbot can have
 * @param pagesMax pages that a site can have; the rest is left out
 * @param linksMax links that are taken from one page
 * @param pageBytesMax the largest page as it is sent
 * @param unpackedBytesMax the largest page as it is unpacked
 * @param connectTimeoutMs how long a connection may take to open
 * @param firstByteTimeoutMs how long a site may take to begin its answer
 * @param fetchTimeoutMs how long a page may take in all, redirects included
 * @param redirectsMax how many redirects are followed
 * @param pauseMs between two requests to one host; robots.txt may want more
 * @param retryMs a page that failed for now is tried again after so long, then after more
 * @param triesMax how often a page is tried in one crawl
 * @param refreshHours a site is crawled again after so long, unless it says otherwise
 * @param leaseMs the pages of a process that was silent for so long are another's
 * @param lookEveryMs how often it is looked for pages that are due
 */
public record CrawlerConfiguration(
    String userAgent,
    List<String> allowAddresses,
    int pagesAtOnce,
    int sitesMax,
    int pagesMax,
    int linksMax,
    int pageBytesMax,
    int unpackedBytesMax,
    int connectTimeoutMs,
    int firstByteTimeoutMs,
    int fetchTimeoutMs,
    int redirectsMax,
    int pauseMs,
    int retryMs,
    int triesMax,
    int refreshHours,
    int leaseMs,
    int lookEveryMs) {

  /** Fails with {@link IllegalArgumentException} where a value cannot be. */
  public CrawlerConfiguration {
    allowAddresses = List.copyOf(allowAddresses);
    if (!allowAddresses.stream().allMatch(Network::isNetwork)) {
      throw new IllegalArgumentException(
          "allow_addresses must be addresses or networks, such as 10.0.0.0/8");
    }
    // robots.txt names crawlers by letters, - and _ alone (RFC 9309).
    if (!userAgent.matches("[A-Za-z_-]{1,64}")) {
      throw new IllegalArgumentException("user_agent must be letters, - and _ alone");
    }
  }
}
