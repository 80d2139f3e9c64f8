package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a question: it has an answer that can be read, or a person has the
 * conversation and it was delivered to them, or (both absent) it waits for its turn: then {@link
 * FollowQuestion} tells more once the conversation's revision has grown.
 *
 * @param questionId the question's own message
 * @param begun its answer
 * @param held the header of an answer without text, whose system message says who has the
 *     conversation, in the person's language
 * @param revision of the conversation, as it was then
 */
public record Asked(
    UUID conversationUid,
    UUID questionId,
    @Nullable AnswerBegun begun,
    @Nullable StreamHeader held,
    int revision) {}
