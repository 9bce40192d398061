/**
 * What goes into a network, fitted on the training part. Read {@link dev.sluice.input.Datasets},
 * then {@link dev.sluice.input.text.TextPipeline}.
 */
package dev.sluice.input;
