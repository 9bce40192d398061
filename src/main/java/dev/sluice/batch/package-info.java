/**
 * Encoded examples and their batches, as the network takes them. An input encodes what goes in, a
 * target the labels; {@link dev.sluice.batch.Examples} joins the two.
 */
package dev.sluice.batch;
