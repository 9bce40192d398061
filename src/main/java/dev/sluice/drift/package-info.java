/**
 * Whether new rows are like those that a model was trained on: what is watched of examples and
 * predictions, what is kept of the training rows, and how the two are compared. Start with {@link
 * dev.sluice.drift.Profile}.
 */
package dev.sluice.drift;
