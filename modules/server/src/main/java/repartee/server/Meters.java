package repartee.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the process can tell a monitoring system: what its modules count, what Vert.x counts at the
 * HTTP server and its pools, and the JVM's own numbers.
 *
 * <p>No label may grow with use. Of Vert.x's own, therefore, only the status and the sort of pool
 * are taken: a path names conversations, and a method is any word that a client makes up.
 */
final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /** From now on, what the modules count is kept. */
  Meters(String version) {
    Metrics.addRegistry(registry);
    Gauge.builder("repartee.info", () -> 1)
        .description("Always 1; the label says what runs.")
        .tag("version", version)
        .register(registry);
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  /** Makes a Vert.x that counts. */
  VertxBuilder counted(VertxOptions options) {
    MicrometerMetricsOptions counting =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE));
    // Questions and statements are timed by what they ask for, where that is known.
    Stream.of(
            MetricsDomain.EVENT_BUS,
            MetricsDomain.HTTP_CLIENT,
            MetricsDomain.NET_CLIENT,
            MetricsDomain.NET_SERVER,
            MetricsDomain.DATAGRAM_SOCKET,
            MetricsDomain.VERTICLES)
        .forEach(counting::addDisabledMetricsCategory);
    counting.addDisabledMetricsCategory("sql");
    return Vertx.builder()
        .with(options.setMetricsOptions(counting))
        .withMetrics(new MicrometerMetricsFactory(registry));
  }

  /** How many processes are in the cluster, as this one sees it. */
  void nodes(Supplier<Number> count) {
    Gauge.builder("repartee.nodes", count)
        .description("Processes that serve together, as this one sees it.")
        .register(registry);
  }

  /** How many answering places of the cluster's bus this process keeps for all; no copies. */
  void registrations(Supplier<Number> count) {
    Gauge.builder("repartee.registrations", count)
        .description("Registrations on the bus that this process keeps; summed, the cluster's.")
        .register(registry);
  }

  /** All numbers in Prometheus' text format. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    garbage.close();
    registry.close();
  }
}
