/**
 * Sequences of numbers as an input. Read {@link dev.sluice.input.sequence.SequenceInput}, then
 * {@link dev.sluice.input.sequence.FittedSequence}.
 */
package dev.sluice.input.sequence;
