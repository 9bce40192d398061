/**
 * What goes into a network, learned from the training part. Read {@link dev.sluice.input.Input},
 * then {@link dev.sluice.input.text.FittedText}.
 */
package dev.sluice.input;
