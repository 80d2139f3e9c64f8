package repartee.contract;

/** How many messages of a conversation nobody of the account has read yet. */
public record Unread(int unread) {}
