/**
 * The shared words of the house: what modules ask each other, what has happened, and how an answer
 * looks on the wire.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>Every word is a record, deeply immutable: within a process it is handed over as it is.
 *   <li>A question fails with a {@link repartee.contract.Problem} and with nothing else.
 *   <li>Nothing in here reads, writes, waits or knows a module.
 * </ul>
 */
@NullMarked
package repartee.contract;

import org.jspecify.annotations.NullMarked;
