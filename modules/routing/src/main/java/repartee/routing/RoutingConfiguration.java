package repartee.routing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import repartee.contract.Network;

/**
 * How the doors stand.
 *
 * @param host address to listen on
 * @param port to listen on; 0 takes a free one
 * @param bodyBytesMax the largest request body but for documents
 * @param documentBytesMax the largest request body of a document
 * @param fileBytesMax the largest file that may be sent as a document
 * @param plans what an account may do, by the plan's name; the first is a new account's
 * @param channelsMax channels (WebSockets) at once; beyond it the server is busy
 * @param channelQuestionsMax questions that wait on one channel
 * @param channelBufferBytesMax bytes that wait for one slow reader; beyond it nothing more is read
 *     for it
 * @param stalledMs a reader that takes nothing for so long is closed
 * @param pingMs between two pings on a channel
 * @param lookAgainMs who waits for something to happen looks by itself after so long
 * @param turnWaitMs how long a question waits for its turn before its asker is told to come again
 * @param waitsMax how many wait at once behind one door for something to happen
 * @param keyCacheMs how long a key or a chatbot is taken for known
 * @param goodbyeMs channels of a node that leaves are closed one after the other within so long
 * @param drainMs requests of a node that leaves may go on for so long
 * @param trustedProxies addresses, or networks of addresses, whose {@code X-Forwarded-For} counts
 * @param visitorTokenMs how long a visitor's token is good
 * @param visitorKeepDays for how long after it was made it can be changed for a new one
 * @param visitorVouchedMs how long it is good that a site has vouched for a visitor
 * @param visitorsPerMinute how many new ones an address may have a minute, on one node
 * @param sessionMs how long a session lasts when nobody uses it
 * @param loginsPerMinute how often an address may try to sign in a minute, on one node
 * @param demoChatbot the chatbot of the first account that the first page shows, by its name; empty
 *     for none
 * @param metrics who may read the numbers
 */
public record RoutingConfiguration(
    String host,
    int port,
    int bodyBytesMax,
    int documentBytesMax,
    int fileBytesMax,
    Map<String, Plan> plans,
    int channelsMax,
    int channelQuestionsMax,
    int channelBufferBytesMax,
    int stalledMs,
    int pingMs,
    int lookAgainMs,
    int turnWaitMs,
    int waitsMax,
    int keyCacheMs,
    int goodbyeMs,
    int drainMs,
    List<String> trustedProxies,
    int visitorTokenMs,
    int visitorKeepDays,
    int visitorVouchedMs,
    int visitorsPerMinute,
    int sessionMs,
    int loginsPerMinute,
    String demoChatbot,
    Metrics metrics) {

  /**
   * Who may read the numbers, besides administrators.
   *
   * @param open whether everybody may
   * @param key a bearer token that opens them and nothing else, if there is one
   */
  public record Metrics(boolean open, @Nullable String key) {

    /** Never the key. */
    @Override
    public String toString() {
      return "Metrics[open=" + open + "]";
    }
  }

  /** Fails with {@link IllegalArgumentException} where a proxy is neither address nor network. */
  public RoutingConfiguration {
    if (!trustedProxies.stream().allMatch(Network::isNetwork)) {
      throw new IllegalArgumentException(
          "trusted_proxies must be addresses or networks, such as 10.0.0.0/8");
    }
  }

  /**
   * What an account of this plan may do.
   *
   * @param api whether it may use the API at all
   * @param turnsPerMinute questions a minute, over all of its keys on one node; 0 for no limit
   * @param turnsPerMonth questions a month (UTC); 0 for no limit
   */
  public record Plan(boolean api, int turnsPerMinute, long turnsPerMonth) {}
}
