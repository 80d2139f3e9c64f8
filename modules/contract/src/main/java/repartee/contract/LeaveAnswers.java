package repartee.contract;

/**
 * Leaves the answers that a node writes to the others, which begin them anew at once; it writes
 * them no more. Where nobody else would, they stay its own.
 *
 * @param node who leaves them
 */
public record LeaveAnswers(String node) {
  /** Answered by storage. */
  public static final Address<LeaveAnswers, Left> ADDRESS =
      new Address<>("storage.leave-answers", LeaveAnswers.class, Left.class);
}
