/**
 * Texts to classes: tokens, vocabulary, split by class and batches of token ids. Read {@link
 * dev.sluice.input.text.TextDataset} first, then {@link dev.sluice.input.text.TextPipeline}.
 *
 * <p>Only {@code TokenSequenceReader}, {@code TokenBatchIterator} and {@link
 * dev.sluice.input.text.OneHotLabels} touch ND4J: reading, fitting and encoding must work without
 * loading it.
 */
package dev.sluice.input.text;
