/**
 * Texts, and ids given in their place, as an input: tokens, vocabulary and batches of token ids.
 * Read {@link dev.sluice.input.text.TextInput} first, then {@link
 * dev.sluice.input.text.FittedText}.
 *
 * <p>Only {@link dev.sluice.input.text.EncodedTexts#features} uses ND4J: reading, fitting and
 * encoding must work without loading it.
 */
package dev.sluice.input.text;
