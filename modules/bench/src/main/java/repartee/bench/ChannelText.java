package repartee.bench;

import java.io.IOException;
import repartee.contract.DelimitedStreamWriter;

/**
 * The texts of a channel's messages as frames bring them. It looks for the marks between header,
 * text and trailer only: to parse each header would burden the machine that is measured.
 */
final class ChannelText {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;
  private static final String NOTICE = "{\"code\":";

  private final Listener listener;
  private final StringBuilder pending = new StringBuilder();
  private boolean inText;

  /** What is done with what comes, all on one event loop. */
  interface Listener {
    /** A message's header is there. */
    default void begun() {}

    /** Of a message's text, up to the last space that has come. */
    void text(String words);

    /** A message is over. */
    void ended();

    /** The server closed the channel, or says that something is wrong. */
    void failed(Throwable cause);
  }

  ChannelText(Listener listener) {
    this.listener = listener;
  }

  /** What comes goes on with a text of which the beginning is known. */
  void beginInText() {
    inText = true;
  }

  void take(String frame) {
    pending.append(frame);
    for (int mark; (mark = pending.indexOf(MAGIC)) >= 0; ) {
      if (inText) {
        tell(mark);
        listener.ended();
      } else {
        listener.begun();
      }
      inText = !inText;
      pending.delete(0, mark + MAGIC.length());
    }
    if (inText) {
      // The mark has no space: what ends with one ends with no part of it.
      int words = pending.lastIndexOf(" ") + 1;
      tell(words);
      pending.delete(0, words);
    } else if (pending.indexOf(NOTICE) >= 0) {
      listener.failed(new IOException(pending.toString()));
    }
  }

  private void tell(int length) {
    if (length > 0) {
      listener.text(pending.substring(0, length));
    }
  }
}
