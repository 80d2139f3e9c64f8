package repartee.contract;

import java.time.Instant;

/**
 * What an account has used of its plan.
 *
 * @param turns questions asked since {@code since}
 * @param since the beginning of the month, UTC
 * @param until the beginning of the next
 */
public record Usage(long turns, Instant since, Instant until) {}
