/**
 * What people see: the widget, the console and the demo page. They are plain files for browsers,
 * without a build step; the little Java here serves them.
 */
@NullMarked
package repartee.web;

import org.jspecify.annotations.NullMarked;
