/**
 * Forecasters that a model should beat. Read {@link dev.sluice.evaluate.baselines.SeriesBaselines}.
 */
package dev.sluice.evaluate.baselines;
