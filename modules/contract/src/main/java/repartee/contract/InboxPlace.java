package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/** A place in an inbox, which is in order of the last activity and, within one, of the uid. */
public record InboxPlace(Instant updatedAt, UUID uid) {}
