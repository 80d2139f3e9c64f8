package repartee.contract;

import java.util.UUID;

/**
 * The right to take in a file, for a while: who comes later under another claim of it is refused.
 *
 * @param upload which file
 * @param claim whose right
 */
public record FileClaim(UUID upload, UUID claim) {}
