/**
 * What the bot says: prompt, model, the live answers.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>An answer is in memory once, on the node that writes it, however many read it there.
 *   <li>All that may end a running answer goes through its {@code Writing}, one thing after the
 *       other: its own end, a stop, a hand-over, the news that it is lost.
 *   <li>Readers are told an end only once it is durable, and what they were shown is what is
 *       stored; else they are told {@code OTHER_EPOCH} and look again.
 *   <li>What this node cannot do now, storage hands out again by adoption.
 * </ul>
 */
@NullMarked
package repartee.generation;

import org.jspecify.annotations.NullMarked;
