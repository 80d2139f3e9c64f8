/** Real files, and processes that read them. */
@NullMarked
package repartee.reader;

import org.jspecify.annotations.NullMarked;
