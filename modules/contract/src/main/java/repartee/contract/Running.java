package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is being written in a conversation.
 *
 * @param answer null if nothing is
 * @param node who writes it; null if nothing is
 */
public record Running(UUID conversationUid, @Nullable AnswerRef answer, @Nullable String node) {}
