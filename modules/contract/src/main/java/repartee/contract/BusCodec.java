package repartee.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * How the shared words travel: as they are within a process, as JSON between two.
 *
 * <p>On the wire: the length of the record's simple name (4 bytes), the name, the length of the
 * JSON in bytes (4 bytes), the JSON in UTF-8. Only records of this package are read back.
 */
public final class BusCodec implements MessageCodec<Object, Object> {
  /**
   * Nodes that speak different ones do not run together. Raise it whenever a word changes so that
   * an older node would not understand it, or would answer something else.
   */
  public static final int PROTOCOL = 5;

  private static final String NAME = "repartee";
  private static final String PACKAGE = BusCodec.class.getPackageName() + ".";

  BusCodec() {}

  /** Once for each bus, before anything is asked. */
  public static void install(EventBus bus) {
    bus.registerCodec(new BusCodec());
    bus.registerDefaultCodec(Problem.class, new ProblemCodec());
    bus.codecSelector(body -> body instanceof Record ? NAME : null);
  }

  @Override
  public void encodeToWire(Buffer wire, Object record) {
    append(wire, record.getClass().getSimpleName());
    append(wire, Json.compact(record));
  }

  @Override
  public Object decodeFromWire(int position, Buffer wire) {
    String name = text(wire, position);
    String json = text(wire, position + 4 + wire.getInt(position));
    try {
      Class<?> type = Class.forName(PACKAGE + name, false, BusCodec.class.getClassLoader());
      if (!type.isRecord()) {
        throw new IllegalArgumentException("not a word of the bus: " + name);
      }
      return Json.read(json, type);
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException("not a word of the bus: " + name, unknown);
    }
  }

  @Override
  public Object transform(Object record) {
    return record;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static void append(Buffer wire, String text) {
    Buffer bytes = Buffer.buffer(text);
    wire.appendInt(bytes.length()).appendBuffer(bytes);
  }

  private static String text(Buffer wire, int position) {
    return wire.getString(position + 4, position + 4 + wire.getInt(position));
  }

  private record ProblemOnWire(Problem.Kind kind, String sentence, int retryAfterSeconds) {}

  private static final class ProblemCodec implements MessageCodec<Problem, Problem> {
    @Override
    public void encodeToWire(Buffer wire, Problem problem) {
      append(
          wire,
          Json.compact(
              new ProblemOnWire(problem.kind(), problem.sentence(), problem.retryAfterSeconds())));
    }

    @Override
    public Problem decodeFromWire(int position, Buffer wire) {
      ProblemOnWire read = Json.read(text(wire, position), ProblemOnWire.class);
      return new Problem(read.kind(), read.sentence(), read.retryAfterSeconds());
    }

    @Override
    public Problem transform(Problem problem) {
      return problem;
    }

    @Override
    public String name() {
      return "repartee-problem";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
