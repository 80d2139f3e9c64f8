package repartee.contract;

import java.util.UUID;

/** Who stands behind a key, and what it may do there. */
public record Caller(UUID keyId, UUID accountId, String plan, Scope scope) {}
