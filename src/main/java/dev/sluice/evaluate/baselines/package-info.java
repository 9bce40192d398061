/**
 * Forecasters that a model should beat: simple rules, and methods that are fitted once, on the
 * training part, and then follow the series to the end of every window. Read {@link
 * dev.sluice.evaluate.baselines.SeriesBaselines}.
 */
package dev.sluice.evaluate.baselines;
