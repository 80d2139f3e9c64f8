/** Conversations at rest: the only SQL. */
@NullMarked
package repartee.storage;

import org.jspecify.annotations.NullMarked;
