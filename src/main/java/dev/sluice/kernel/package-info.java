/**
 * The arithmetic of networks on raw buffers, free of DL4J: recurrent and dense layers, embeddings
 * and Adam. Start reading at {@link dev.sluice.kernel.RecurrentKernel}, whose forward pass keeps
 * what the backward pass needs; how it works and how fast it is stands in docs/performance.md.
 */
package dev.sluice.kernel;
