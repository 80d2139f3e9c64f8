package repartee.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import repartee.contract.ApiToken;

/** A cluster of processes on this machine, with a database of its own. */
final class ClusterNodes {
  private static final String REGISTRATIONS = "repartee_registrations ";

  private final Stand stand;
  private final String name;
  private final String database;
  private final String key = ApiToken.random().text();
  private final AtomicInteger made = new AtomicInteger();
  private final List<MeasuredServer> processes = new ArrayList<>();
  private final List<Subject> subjects = new ArrayList<>();
  private final Duration formed;

  /** So many, started at once; returns when all are ready. */
  ClusterNodes(Stand stand, String name, int size) {
    this.stand = stand;
    this.name = name;
    this.database = stand.freshDatabase(name);
    long beginNs = System.nanoTime();
    try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<MeasuredServer> started :
          starting.invokeAll(Collections.<Callable<MeasuredServer>>nCopies(size, this::process))) {
        processes.add(started.get());
      }
    } catch (ExecutionException unable) {
      throw new IllegalStateException("A node did not start.", unable.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    this.formed = Duration.ofNanos(System.nanoTime() - beginNs);
  }

  private MeasuredServer process() {
    return stand.node(name + "_" + made.incrementAndGet(), database, key);
  }

  /** From the start of the first to the ready line of the last. */
  Duration formed() {
    return formed;
  }

  /** Makes and teaches a chatbot, for all of them to answer. */
  void teach() {
    subjects.add(stand.subject(processes.getFirst(), null));
    UUID chatbot = subjects.getFirst().chatbot();
    processes.stream().skip(1).forEach(each -> subjects.add(stand.subject(each, chatbot)));
  }

  /** To be asked, once they are taught. */
  List<Subject> subjects() {
    return List.copyOf(subjects);
  }

  /** Another process comes in the place of one that was killed, as the last of them. */
  void replace(Subject gone) {
    subjects.remove(gone);
    subjects.add(stand.subject(process(), gone.chatbot()));
  }

  /** What all of them have registered in the cluster, as they say at their metrics. */
  double registrations() {
    return subjects.stream().mapToDouble(ClusterNodes::registrations).sum();
  }

  private static double registrations(Subject node) {
    return node.get("/metrics")
        .lines()
        .filter(line -> line.startsWith(REGISTRATIONS))
        .mapToDouble(line -> Double.parseDouble(line.substring(REGISTRATIONS.length())))
        .findFirst()
        .orElseThrow();
  }

  /** Ends all of them, at once. */
  void end() {
    try (ExecutorService ending = Executors.newVirtualThreadPerTaskExecutor()) {
      processes.forEach(each -> ending.execute(each::close));
    }
  }
}
