package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * Who owns chatbots.
 *
 * @param plan the name of a plan of the configuration
 */
public record Account(UUID id, String name, String plan, Instant createdAt) {}
