package dev.sluice.input.text;

import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Examples;
import dev.sluice.source.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Encoded texts, numbered from 0. What goes into a batch is described at {@link
 * dev.sluice.shape.InputShape.Tokens} and {@link dev.sluice.shape.OutputShape.Classes}; the labels
 * of two classes are always (batch, 1), see {@link OneHotLabels} for a softmax of two.
 */
public final class TextExamples implements Examples {
  private final TextPipeline pipeline;
  private final Table table;
  private final int[] rows; // (examples): row of the table
  private final int[][] ids; // (examples)(kept tokens), at least one each
  private final int[] lengths; // (examples): tokens before cutting, 0 for an empty text
  private final Optional<int[]> labels; // (examples): class

  TextExamples(
      TextPipeline pipeline,
      Table table,
      int[] rows,
      int[][] ids,
      int[] lengths,
      Optional<int[]> labels) {
    this.pipeline = pipeline;
    this.table = table;
    this.rows = rows;
    this.ids = ids;
    this.lengths = lengths;
    this.labels = labels;
  }

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public DataSetIterator batches(int batchSize, BatchOrder order) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch of " + batchSize);
    }
    int[] keptLengths = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      keptLengths[i] = ids[i].length;
    }
    return TokenBatchIterator.over(this, ExampleOrder.of(order, keptLengths, batchSize), batchSize);
  }

  TextPipeline pipeline() {
    return pipeline;
  }

  /** The ids of the tokens that the network sees, without padding; do not write. */
  int[] ids(int example) {
    return ids[example];
  }

  boolean labelled() {
    return labels.isPresent();
  }

  int label(int example) {
    return labels.orElseThrow()[example];
  }

  /**
   * The classes, (examples), as indexes into {@link TextPipeline#classes}.
   *
   * @throws IllegalStateException if the examples came without labels
   */
  public int[] labels() {
    return labels
        .orElseThrow(() -> new IllegalStateException("these examples have no labels"))
        .clone();
  }

  /** The number of the example's record in its source, from 1. */
  public int recordNumber(int example) {
    return table.recordNumber(rows[example]);
  }

  /** The text as it stands in the source. */
  public String text(int example) {
    return table.value(rows[example], table.indexOf(pipeline.textColumn()));
  }

  /** All tokens of the text, before cutting, known or not. */
  public List<String> tokens(int example) {
    return pipeline.tokenizer().tokens(text(example));
  }

  /** How many texts were longer than {@code max_length}. */
  public int cutTexts() {
    return (int) Arrays.stream(lengths).filter(n -> n > pipeline.input().maxLength()).count();
  }

  /** How many texts have no token; the network sees one unknown token. */
  public int emptyTexts() {
    return (int) Arrays.stream(lengths).filter(n -> n == 0).count();
  }

  /** How many tokens the network sees, the stand-ins of empty texts not counted. */
  public long keptTokens() {
    return Arrays.stream(ids).mapToLong(text -> text.length).sum() - emptyTexts();
  }

  /** How many of {@link #keptTokens} are not in the vocabulary. */
  public long unknownTokens() {
    return Arrays.stream(ids)
            .mapToLong(text -> Arrays.stream(text).filter(id -> id == Vocabulary.UNKNOWN).count())
            .sum()
        - emptyTexts();
  }

  /**
   * The number of tokens before cutting that this share of the texts does not exceed, by nearest
   * rank.
   *
   * @param share 0 for the shortest text, 1 for the longest
   */
  public int lengthQuantile(double share) {
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
