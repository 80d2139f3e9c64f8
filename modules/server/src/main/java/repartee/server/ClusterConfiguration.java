package repartee.server;

import org.jspecify.annotations.Nullable;

/**
 * How this process is one of several.
 *
 * @param host to bind to and to announce; absent: that from which the database is reached
 * @param port by which nodes know who is there; 0 takes a free one
 * @param busPort by which they speak; 0 takes a free one
 * @param publicHost where the others reach this node; absent: at {@code host}
 * @param publicPort and there; 0: the port itself
 * @param publicBusPort and there; 0: the port itself
 * @param tlsCertificateFile a PEM file; the three of them belong together
 * @param formingMs how long another node that starts is waited for
 */
record ClusterConfiguration(
    boolean enabled,
    @Nullable String host,
    int port,
    int busPort,
    @Nullable String publicHost,
    int publicPort,
    int publicBusPort,
    @Nullable String tlsCertificateFile,
    @Nullable String tlsKeyFile,
    @Nullable String tlsAuthoritiesFile,
    int formingMs) {

  boolean hasTls() {
    return tlsCertificateFile != null;
  }

  /** Refuses, with a sentence, what cannot work together. */
  void check(boolean hasDatabase) {
    if (enabled && !hasDatabase) {
      throw new IllegalArgumentException("needs `database`, which its nodes share");
    }
    boolean all = tlsCertificateFile != null && tlsKeyFile != null && tlsAuthoritiesFile != null;
    boolean none = tlsCertificateFile == null && tlsKeyFile == null && tlsAuthoritiesFile == null;
    if (!all && !none) {
      throw new IllegalArgumentException("the three keys that begin with tls_ belong together");
    }
    if (enabled && port != 0 && port == busPort) {
      throw new IllegalArgumentException("port and bus_port must not be the same");
    }
  }
}
