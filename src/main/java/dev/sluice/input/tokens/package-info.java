/**
 * Sequences of tokens that the rows name, one a row or several: vocabulary, ids, batches. Read
 * {@link dev.sluice.input.tokens.FittedTokens}.
 */
package dev.sluice.input.tokens;
