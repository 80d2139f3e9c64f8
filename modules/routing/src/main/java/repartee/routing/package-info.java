/** The doors: REST, channels, keys, limits; both dialects. */
@NullMarked
package repartee.routing;

import org.jspecify.annotations.NullMarked;
