package repartee.contract;

import org.jspecify.annotations.Nullable;

/**
 * The turn that was begun.
 *
 * @param turn its outcome is {@code BEGUN}; null if nothing waits, or an answer runs, or a person
 *     has the conversation
 */
public record NextTurn(@Nullable Turn turn) {}
