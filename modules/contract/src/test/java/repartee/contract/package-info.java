@NullMarked
package repartee.contract;

import org.jspecify.annotations.NullMarked;
