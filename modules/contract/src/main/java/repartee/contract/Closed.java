package repartee.contract;

/**
 * An answer's end is durable.
 *
 * @param moreWait questions of the conversation wait: whoever closed begins the next turn
 */
public record Closed(boolean moreWait) {}
