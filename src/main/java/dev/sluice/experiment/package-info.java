/**
 * From a config to a run: read, train, score, and leave what a run leaves. Loops over experiments,
 * such as several seeds, begin here. Read {@link dev.sluice.experiment.Experiment}.
 */
package dev.sluice.experiment;
