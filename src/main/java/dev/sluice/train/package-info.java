/**
 * A training run: the loop over epochs and batches, what is monitored on the validation part, when
 * it ends, and the checkpoints from which it can be resumed. Read {@link dev.sluice.train.Trainer}.
 */
package dev.sluice.train;
