/**
 * One training run: the loop over epochs and batches, what is watched on the validation part, when
 * it ends, and the checkpoints from which it can go on. Read {@link dev.sluice.train.Trainer}.
 */
package dev.sluice.train;
