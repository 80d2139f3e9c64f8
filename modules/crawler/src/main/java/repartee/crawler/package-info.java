/**
 * Sites become documents: pages are found, asked for politely, and their texts taught.
 *
 * <h2>What always holds</h2>
 *
 * <ul>
 *   <li>Nothing is connected to but an address that was checked, and to that very address.
 *   <li>Every hop of a redirect is checked as the first was, and carries nobody's credentials.
 *   <li>What a page may cost is bounded: bytes as sent and as unpacked, time, elements, links.
 *   <li>A page is asked for by one node at a time, and a host by one of its pages at a time.
 * </ul>
 */
@NullMarked
package repartee.crawler;

import org.jspecify.annotations.NullMarked;
