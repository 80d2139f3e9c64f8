package repartee.contract;

/**
 * Whether others write answers here, and hence those that were left.
 *
 * @param toOthers false: nothing was left
 */
public record Left(boolean toOthers) {}
