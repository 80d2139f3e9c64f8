package repartee.reader;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AddDocument;
import repartee.contract.Chatbot;
import repartee.contract.ClaimFile;
import repartee.contract.ClaimedFile;
import repartee.contract.DocumentState;
import repartee.contract.FileClaim;
import repartee.contract.FindChatbot;
import repartee.contract.HoldFile;
import repartee.contract.Problem;
import repartee.contract.ReadFilePart;
import repartee.contract.RefuseFile;
import repartee.contract.ReleaseFile;
import repartee.contract.TextMark;
import repartee.contract.TextPiece;

/**
 * A thread that claims one file after the other, has it read, and its text taught. A file whose
 * node dies is claimed by another once the claim has run out.
 */
final class FileWork {
  private static final Logger log = LoggerFactory.getLogger(FileWork.class);
  private static final int TRIES_MAX = 3;
  private static final long HELD_EVERY_MS = ClaimFile.GOOD_FOR_MS / 4;
  private static final long ENDS_WITHIN_MS = 5_000;
  // A long text waits for others, a few passages of each in turn.
  private static final Duration TAUGHT_WITHIN = Duration.ofHours(12);
  private static final String GIVEN_UP =
      "The file could not be taken in, although it was tried several times. Please send it again,"
          + " or as plain text.";

  private final Vertx vertx;
  private final EventBus bus;
  private final ReaderConfiguration configuration;
  private final FileReader reader;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean ending;

  /** {@code folder} is its own. */
  FileWork(Vertx vertx, ReaderConfiguration configuration, Path folder, int number) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
    this.configuration = configuration;
    this.reader = new FileReader(configuration, folder);
    // It blocks on pipes, which a virtual thread would do with its carrier.
    this.thread = Thread.ofPlatform().name("reader-" + number).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Looks for files now. */
  void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  /** Begins nothing more, and breaks off what it does: another node, or the next start, does it. */
  void end() {
    ending = true;
    thread.interrupt();
  }

  /** Blocks until it has ended, or takes too long. */
  void join() throws InterruptedException {
    thread.join(ENDS_WITHIN_MS);
  }

  private void run() {
    long idleNanos = System.nanoTime();
    try {
      while (!ending) {
        if (next()) {
          idleNanos = System.nanoTime();
        } else {
          boolean idle =
              System.nanoTime() - idleNanos > TimeUnit.MILLISECONDS.toNanos(configuration.idleMs());
          if (idle) {
            reader.close();
          }
          woken.tryAcquire(configuration.lookAgainMs(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      reader.close();
    }
  }

  /** False where there is nothing to do just now. */
  private boolean next() throws InterruptedException {
    ClaimedFile.@Nullable File file;
    try {
      file = ClaimFile.ADDRESS.ask(bus, new ClaimFile(UUID.randomUUID())).await().file();
    } catch (Problem away) {
      return false;
    }
    return file != null && takeIn(file);
  }

  private boolean takeIn(ClaimedFile.File file) {
    FileClaim claim = file.claim();
    long holding = vertx.setPeriodic(HELD_EVERY_MS, time -> hold(claim, null, null));
    try {
      if (file.tries() > TRIES_MAX) {
        refuse(claim, GIVEN_UP);
      } else {
        Chatbot chatbot = FindChatbot.ADDRESS.ask(bus, new FindChatbot(file.chatbotId())).await();
        Text text = new Text();
        reader.read(file.name(), new Parts(file), text::add);
        teach(chatbot, file, text);
      }
      return true;
    } catch (RefusedException refused) {
      refuse(claim, refused.refusal().sentence());
      return true;
    } catch (Problem problem) {
      return failed(claim, problem);
    } catch (IOException noProcess) {
      log.error("no process can be started to read files", noProcess);
      release(claim);
      return false;
    } finally {
      vertx.cancelTimer(holding);
    }
  }

  private void teach(Chatbot chatbot, ClaimedFile.File file, Text text) {
    AddDocument asked =
        new AddDocument(chatbot, file.name(), text.characters.toString(), text.marks, file.claim());
    AddDocument.ADDRESS.within(TAUGHT_WITHIN).ask(bus, asked).await();
  }

  private boolean failed(FileClaim claim, Problem problem) {
    Problem.Kind kind = problem.kind();
    if (kind.isPassing()) {
      // Not the file's fault: it waits until things are better.
      release(claim);
      return false;
    }
    if (kind == Problem.Kind.INVALID || kind == Problem.Kind.TOO_LARGE) {
      refuse(claim, Refusal.NO_TEXT.sentence());
    } else if (kind != Problem.Kind.OTHER_EPOCH && kind != Problem.Kind.UNKNOWN_CHATBOT) {
      // Its claim runs out, and it is tried again; not for ever. Of those two nobody wants it.
      log.warn("a file could not be taken in kind={}", kind);
    }
    return true;
  }

  private void hold(FileClaim claim, @Nullable DocumentState state, @Nullable Double progress) {
    // Whether it is still wanted is decided where it is stored.
    HoldFile.ADDRESS.ask(bus, new HoldFile(claim, state, progress));
  }

  // If the database is away, or the claim lost, the file is tried again by whoever comes next.
  private void refuse(FileClaim claim, String sentence) {
    try {
      RefuseFile.ADDRESS.ask(bus, new RefuseFile(claim, sentence)).await();
    } catch (Problem unheard) {
      log.debug("a refusal was not heard kind={}", unheard.kind());
    }
  }

  private void release(FileClaim claim) {
    try {
      ReleaseFile.ADDRESS.ask(bus, new ReleaseFile(claim)).await();
    } catch (Problem unheard) {
      log.debug("a file was not given back kind={}", unheard.kind());
    }
  }

  /** The bytes of a file, a part at a time. */
  private final class Parts implements FileReader.Source {
    private final ClaimedFile.File file;
    private int index;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    Parts(ClaimedFile.File file) {
      this.file = file;
    }

    @Override
    public byte[] next() {
      if (!rest.hasRemaining()) {
        if (index == file.parts()) {
          return new byte[0];
        }
        hold(file.claim(), DocumentState.READING, (double) index / file.parts());
        rest =
            ReadFilePart.ADDRESS
                .ask(bus, new ReadFilePart(file.claim(), index++))
                .await()
                .content()
                .duplicate();
      }
      byte[] next = new byte[Math.min(rest.remaining(), Frame.BYTES_MAX)];
      rest.get(next);
      return next;
    }
  }

  /** The text of one file, as its pieces come. */
  private static final class Text {
    final StringBuilder characters = new StringBuilder();
    final List<TextMark> marks = new ArrayList<>();

    void add(TextPiece piece) {
      int from = characters.length();
      piece
          .marks()
          .forEach(mark -> marks.add(new TextMark(from + mark.at(), mark.heading(), mark.page())));
      characters.append(piece.text());
    }
  }
}
