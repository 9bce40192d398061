/**
 * From a source to batches: tables, splits and what text and series have in common. Split first,
 * fit second, window third: only a pipeline fitted on the training part makes batches of the other
 * parts. Read {@link dev.sluice.data.Dataset} first, then the package of your input.
 */
package dev.sluice.data;
