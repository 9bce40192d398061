/**
 * Sequences of tokens given by the rows, one or several per row: vocabulary, ids, batches. Read
 * {@link dev.sluice.input.tokens.FittedTokens}.
 */
package dev.sluice.input.tokens;
