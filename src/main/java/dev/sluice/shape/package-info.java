/**
 * What passes between a fitted pipeline and a network: how the input of a network looks and what
 * its output means. Plain values, free of DL4J, so that `check` can infer a network's shapes
 * without loading it.
 */
package dev.sluice.shape;
