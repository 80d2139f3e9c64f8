package repartee.contract;

/** The answer to a question that has nothing to say but that it is done. */
public record Done() {}
