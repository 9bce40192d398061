/**
 * From a config to a run: reading, training, scoring, and writing the run folder. Loops over
 * experiments, such as several seeds, start here. Read {@link dev.sluice.experiment.Experiment}.
 */
package dev.sluice.experiment;
