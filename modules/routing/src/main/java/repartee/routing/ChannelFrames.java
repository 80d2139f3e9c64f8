package repartee.routing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/**
 * The frames of a channel put together. Frames, not messages: their bytes show whether they are
 * UTF-8, and their sum is ours to bound.
 */
final class ChannelFrames {
  /** A frame, and a message of several frames too. */
  static final int MESSAGE_BYTES_MAX = 64 << 10;

  /** What came in. */
  record Whole(Buffer bytes, boolean binary) {}

  private final Consumer<Whole> receiver;
  private final Runnable tooLarge;
  private Buffer message = Buffer.buffer();
  private boolean binary;

  ChannelFrames(Consumer<Whole> receiver, Runnable tooLarge) {
    this.receiver = receiver;
    this.tooLarge = tooLarge;
  }

  void take(WebSocketFrame frame) {
    if (!(frame.isText() || frame.isBinary() || frame.isContinuation())) {
      return;
    }
    if (!frame.isContinuation()) {
      message = Buffer.buffer();
      binary = frame.isBinary();
    }
    if (message.length() + frame.binaryData().length() > MESSAGE_BYTES_MAX) {
      tooLarge.run();
      return;
    }
    message.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      Whole whole = new Whole(message, binary);
      message = Buffer.buffer();
      receiver.accept(whole);
    }
  }
}
