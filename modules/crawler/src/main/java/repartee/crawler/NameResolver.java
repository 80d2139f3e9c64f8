package repartee.crawler;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Which addresses a name has just now. */
@FunctionalInterface
interface NameResolver {
  /** Fails where there are none. */
  Future<List<InetAddress>> resolve(String name);
}
