package dev.sluice.task;

/** What a model says of one example, or of the time after the rows it was given. */
public interface Prediction {}
