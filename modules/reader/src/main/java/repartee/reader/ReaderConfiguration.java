package repartee.reader;

import java.nio.file.Path;

/**
 * How files are read.
 *
 * @param folder where files lie while they are read; emptied at the start
 * @param processes how many files are read at once, each by a process of its own
 * @param heapMib memory of such a process
 * @param fileTimeoutMs how long one file may take
 * @param textCharsMax the most text that one file may have
 * @param diskMib room that one file may take on disk while it is read
 * @param idleMs a process that has read nothing for so long is ended
 * @param lookAgainMs files that wait are told of; it is looked for them anyway after so long
 */
public record ReaderConfiguration(
    Path folder,
    int processes,
    int heapMib,
    int fileTimeoutMs,
    int textCharsMax,
    int diskMib,
    int idleMs,
    int lookAgainMs) {

  /** Fails with {@link IllegalArgumentException} where a bound is too small to work with. */
  public ReaderConfiguration {
    if (heapMib < 64) {
      throw new IllegalArgumentException("heap_mib must be 64 or more");
    }
    if (processes < 1
        || fileTimeoutMs < 1
        || textCharsMax < 1
        || diskMib < 1
        || idleMs < 1
        || lookAgainMs < 1) {
      throw new IllegalArgumentException("the bounds of the reader must be 1 or more");
    }
  }
}
