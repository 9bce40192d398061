package dev.sluice.evaluate;

/** What was predicted, and what turned out to be so. */
public sealed interface Predictions permits ClassPredictions, Forecasts {
  /** The rows of classes, or the windows of forecasts. */
  int size();
}
