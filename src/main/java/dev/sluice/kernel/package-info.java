/**
 * The arithmetic of recurrent layers on raw buffers, free of DL4J: forward passes that keep what
 * the backward pass needs, and gradients to everything that goes in. Start reading at {@link
 * dev.sluice.kernel.RecurrentKernel}; how it works and how fast it is stands in
 * docs/performance.md.
 */
package dev.sluice.kernel;
