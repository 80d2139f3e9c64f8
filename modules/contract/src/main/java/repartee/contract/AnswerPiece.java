package repartee.contract;

import org.jspecify.annotations.Nullable;

/**
 * What there is of an answer after an offset. It is the last piece if the state is not {@code
 * STREAMING}.
 *
 * @param text cut at whole characters; long rests come in several pieces
 * @param state {@code STREAMING} while there is or may be more
 * @param failure why the answer ended early, if the model was the reason
 */
public record AnswerPiece(String text, MessageState state, Problem.@Nullable Kind failure) {}
