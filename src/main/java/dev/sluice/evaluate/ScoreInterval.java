package dev.sluice.evaluate;

/** Where a score would lie in 95 of 100 cases, on rows like those that were scored. */
public record ScoreInterval(double low, double high) {}
