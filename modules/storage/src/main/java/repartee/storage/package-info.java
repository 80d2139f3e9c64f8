/**
 * Conversations at rest: the only SQL.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>Messages of a conversation are numbered from 1 without gaps, whoever speaks at once.
 *   <li>What is answered has been committed, and events follow the commit.
 *   <li>A statement whose connection broke is not tried again: the asker is told {@code BUSY}.
 *   <li>An answer is written only under the epoch in which it stands.
 *   <li>A conversation's own row, under its lock, decides what it is in the middle of. Locks are
 *       taken in one order: conversations by uid, then messages.
 * </ul>
 *
 * <h2>How statements are written</h2>
 *
 * <p>Plans are made while tables are empty, when all indexes look alike, and are kept: so a row is
 * given only one index to be found by. {@code IS NOT DISTINCT FROM} is {@code =} that no index
 * serves, and a row of a materialized {@code WITH} is looked up by all that it says, where a
 * constant would do alone.
 */
@NullMarked
package repartee.storage;

import org.jspecify.annotations.NullMarked;
