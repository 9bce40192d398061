package dev.sluice.task;

/** A model's prediction for one example, or for the time after the rows it was given. */
public interface Prediction {}
