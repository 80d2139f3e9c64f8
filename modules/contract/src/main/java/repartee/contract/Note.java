package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/** What somebody of an account has written about a conversation, for the account's people alone. */
public record Note(UUID id, String authorName, String content, Instant createdAt) {}
