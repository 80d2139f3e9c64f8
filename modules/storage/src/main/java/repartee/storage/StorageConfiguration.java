package repartee.storage;

/**
 * How conversations are kept.
 *
 * @param url {@code postgresql://user:password@host:port/name}, as PostgreSQL writes it
 * @param connectionsMax connections of this node to the database
 * @param waitQueueMax questions that wait for a connection; beyond it the server is busy
 * @param connectTimeoutMs how long a connection may take to open
 * @param statementTimeoutMs after this PostgreSQL ends a statement
 * @param batchMax turns that travel in one statement
 * @param nodeGoneMs a node that was silent for so long is gone, and its answers are interrupted
 */
public record StorageConfiguration(
    String url,
    int connectionsMax,
    int waitQueueMax,
    int connectTimeoutMs,
    int statementTimeoutMs,
    int batchMax,
    int nodeGoneMs) {}
