/**
 * Input and target joined: from the {@code data} section of a config to examples that are ready to
 * train on, and from new rows to examples that are ready to predict.
 */
package dev.sluice.data;
