/** Main: configuration, embedded PostgreSQL, which verticles run here. */
@NullMarked
package repartee.server;

import org.jspecify.annotations.NullMarked;
