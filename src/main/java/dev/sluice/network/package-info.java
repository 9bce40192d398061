/**
 * From layers as a user writes them to a network that DL4J trains, and on to one that predicts
 * without it. Read {@link dev.sluice.network.NetworkPlan} first, which infers and checks all shapes
 * without loading DL4J, then {@link dev.sluice.network.Network}, which is what the other packages
 * see, and {@link dev.sluice.network.Inference}; {@link dev.sluice.network.LstmFactory} is an
 * example of a layer.
 */
package dev.sluice.network;
