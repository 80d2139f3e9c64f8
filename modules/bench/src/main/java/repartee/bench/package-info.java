/** For measuring: load, baselines, reports. */
@NullMarked
package repartee.bench;

import org.jspecify.annotations.NullMarked;
