/** What the bot says: prompt, model, the live answers. */
@NullMarked
package repartee.generation;

import org.jspecify.annotations.NullMarked;
