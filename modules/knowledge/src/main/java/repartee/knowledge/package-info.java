/** Documents become passages, passages become an index. */
@NullMarked
package repartee.knowledge;

import org.jspecify.annotations.NullMarked;
