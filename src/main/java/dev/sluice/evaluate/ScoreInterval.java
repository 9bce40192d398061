package dev.sluice.evaluate;

/** Where a score would lie, 95 times of 100, on rows like those that were scored. */
public record ScoreInterval(double low, double high) {}
