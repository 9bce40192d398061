/**
 * Series: rows of numbers in time order become windows, and forecasts become rows again. Parse,
 * split, fit on the training part, then place windows; all of that is plain arithmetic, and DataVec
 * and ND4J are touched only when batches are made. Read {@link
 * dev.sluice.frame.series.SeriesDataset} first, then {@link
 * dev.sluice.frame.series.SeriesExamples}.
 */
package dev.sluice.frame.series;
