package repartee.reader;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import repartee.contract.Done;
import repartee.contract.FileCame;

/** Takes in files that wait, in as many processes as are configured; one for each node. */
public final class ReaderVerticle extends VerticleBase {
  private final ReaderConfiguration configuration;
  private List<FileWork> works = List.of();

  /** Asks storage and knowledge over the bus; owns the configured folder, alone. */
  public ReaderVerticle(ReaderConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Future<?> start() {
    works =
        IntStream.range(0, configuration.processes())
            .mapToObj(number -> new FileWork(vertx, configuration, folder(number), number))
            .toList();
    return FileCame.EVENT
        .watch(vertx.eventBus(), came -> works.forEach(FileWork::wake))
        .onSuccess(watched -> works.forEach(FileWork::start));
  }

  private Path folder(int number) {
    return configuration.folder().resolve(String.valueOf(number));
  }

  @Override
  public Future<?> stop() {
    works.forEach(FileWork::end);
    return vertx.executeBlocking(
        () -> {
          for (FileWork work : works) {
            work.join();
          }
          return new Done();
        });
  }
}
