/** For tests: PostgreSQL, a fake model over real HTTP, a whole server, a chat client. */
@NullMarked
package repartee.testkit;

import org.jspecify.annotations.NullMarked;
