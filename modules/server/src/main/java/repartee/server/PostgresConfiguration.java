package repartee.server;

import org.jspecify.annotations.Nullable;

/**
 * How the embedded PostgreSQL runs.
 *
 * @param programs the folder that its programs are unpacked to; absent: under the data folder
 * @param sharedBuffersMib memory that its processes share
 * @param connectionsMax connections that it takes at once
 * @param startTimeoutMs how long it may take to start, recovery after a crash included
 */
record PostgresConfiguration(
    @Nullable String programs, int sharedBuffersMib, int connectionsMax, int startTimeoutMs) {}
