/**
 * Windows of a series as an input; the series itself is in {@link dev.sluice.frame.series}. Read
 * {@link dev.sluice.input.series.SeriesInput}.
 */
package dev.sluice.input.series;
