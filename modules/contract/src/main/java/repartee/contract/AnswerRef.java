package repartee.contract;

import java.util.UUID;

/** Which answer, in which epoch. */
public record AnswerRef(UUID chatbotId, UUID conversationUid, int seq, UUID messageId, int epoch) {}
