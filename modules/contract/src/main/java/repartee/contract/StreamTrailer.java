package repartee.contract;

import java.util.UUID;

/**
 * What closes a message on a channel.
 *
 * @param length of the text, in UTF-16 units
 */
public record StreamTrailer(UUID messageUid, int seq, int epoch, MessageState state, int length) {}
