/**
 * For measuring: load, baselines, reports.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>Baseline and ours are measured in one run, on one machine, in rounds that take turns.
 *   <li>Where a pace is given, a turn's time counts from when it was meant to start, so a system
 *       that stalls cannot hide the turns that it kept from starting.
 *   <li>What a bench starts, it ends.
 * </ul>
 */
@NullMarked
package repartee.bench;

import org.jspecify.annotations.NullMarked;
