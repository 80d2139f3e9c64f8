package repartee.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one stand to all test classes of a run; it ends with the last of them. */
final class SharedStand implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedStand.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Stand.class);
  }

  @Override
  public Stand resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // What is in the root's store is closed with the run.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Stand.class, first -> start(), Stand.class);
  }

  private static Stand start() {
    try {
      return new Stand();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }
}
