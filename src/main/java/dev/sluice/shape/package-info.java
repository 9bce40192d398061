/**
 * The interface between a fitted pipeline and a network: the form of the network's input and the
 * meaning of its output. Plain values, without DL4J, so that `check` can infer a network's shapes
 * without loading it.
 */
package dev.sluice.shape;
