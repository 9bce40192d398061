/**
 * The arithmetic of networks on raw buffers, without DL4J: recurrent and dense layers, embeddings
 * and Adam. Start with {@link dev.sluice.kernel.RecurrentKernel}, whose forward pass keeps what the
 * backward pass needs; docs/performance.md describes how it works and how fast it is.
 */
package dev.sluice.kernel;
