package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Problem;

/** From where a chatbot may be asked: hostnames of pages, addresses of clients. */
record Restrictions(List<String> trustedProxies) {

  /**
   * Where somebody asks from.
   *
   * @param page as in {@link Hostnames#page}
   */
  record From(@Nullable String page, String address) {}

  From from(HttpServerRequest request) {
    return new From(Hostnames.page(request), Networks.remote(request, trustedProxies));
  }

  /** Fails with {@code RESTRICTED}; an empty list allows all. */
  static Chatbot check(Chatbot chatbot, From from) throws Problem {
    ChatbotSettings.Restrictions restrictions = chatbot.settings().restrictions();
    String page = from.page();
    if (page != null && !Hostnames.allow(restrictions.hostnames(), page)) {
      throw Problems.restricted();
    }
    List<String> addresses = restrictions.ipAddresses();
    if (!addresses.isEmpty() && !Networks.contain(addresses, from.address())) {
      throw Problems.restricted();
    }
    return chatbot;
  }
}
