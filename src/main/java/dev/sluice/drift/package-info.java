/**
 * Whether new rows are like those that a model was trained on: which quantities of examples and
 * predictions are monitored, what is kept about the training rows, and how the two are compared.
 * Start with {@link dev.sluice.drift.Profile}.
 */
package dev.sluice.drift;
