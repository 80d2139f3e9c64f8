package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Problem;

/** From where a chatbot may be asked: hostnames of pages, addresses of clients. */
record Restrictions(List<String> trustedProxies) {

  /** Fails with {@code RESTRICTED}; an empty list allows all. */
  Chatbot check(Chatbot chatbot, HttpServerRequest request) throws Problem {
    ChatbotSettings.Restrictions restrictions = chatbot.settings().restrictions();
    if (!Hostnames.admit(restrictions.hostnames(), request)) {
      throw Problems.restricted();
    }
    List<String> addresses = restrictions.ipAddresses();
    if (!addresses.isEmpty()
        && !Networks.contain(addresses, Networks.remote(request, trustedProxies))) {
      throw Problems.restricted();
    }
    return chatbot;
  }
}
