/**
 * Files become text. What parses them is a process of its own, small, bounded in every way and
 * without network: a file that brings it down brings down nothing else.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>The server's own process never parses a file; it only counts and passes on bytes.
 *   <li>A file ends in its text or in one of the sentences of {@link repartee.reader.Refusal}.
 * </ul>
 */
@NullMarked
package repartee.reader;

import org.jspecify.annotations.NullMarked;
