/**
 * Series: rows of numbers in time order become windows, and forecasts become rows again. Parse,
 * split, fit on the training part, then place windows; all of that is plain arithmetic, which loads
 * no class of ND4J. Read {@link dev.sluice.frame.series.SeriesDataset} first, then {@link
 * dev.sluice.frame.series.SeriesExamples}.
 */
package dev.sluice.frame.series;
