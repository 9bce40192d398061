/**
 * Forecasters that a model should beat: simple rules, and methods that are fitted once, on the
 * training part, and then follow the series up to the cutoff of every window. Read {@link
 * dev.sluice.evaluate.baselines.SeriesBaselines}.
 */
package dev.sluice.evaluate.baselines;
