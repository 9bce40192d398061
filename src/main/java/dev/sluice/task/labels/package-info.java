/**
 * Any number of labels for each example: a probability and a threshold of each, baselines, tables.
 * Read {@link dev.sluice.task.labels.FittedLabels}.
 */
package dev.sluice.task.labels;
