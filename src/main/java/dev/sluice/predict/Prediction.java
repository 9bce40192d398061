package dev.sluice.predict;

/** What a model says of one text, or of the time after the rows it was given. */
public sealed interface Prediction permits ClassPrediction, Forecast {}
