/**
 * What examples are cut from: the rows of a table or the windows of a series, split into parts.
 * Read {@link dev.sluice.frame.Frame}.
 */
package dev.sluice.frame;
