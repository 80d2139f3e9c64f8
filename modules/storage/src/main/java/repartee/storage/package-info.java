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
 * </ul>
 */
@NullMarked
package repartee.storage;

import org.jspecify.annotations.NullMarked;
