package repartee.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands one {@link Stand} to all test classes of a run, and one {@link WidgetStand}; they end with
 * the last of them.
 */
final class SharedStand implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedStand.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type.equals(Stand.class) || type.equals(WidgetStand.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // What is in the root's store is closed with the run.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(parameter.getParameter().getType(), SharedStand::start, Object.class);
  }

  private static Object start(Class<?> type) {
    try {
      return type.equals(Stand.class) ? new Stand() : new WidgetStand();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }
}
