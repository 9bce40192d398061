package dev.sluice.input.text;

import dev.sluice.batch.Documents;
import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.batch.PaddedIds;
import dev.sluice.batch.Texts;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.frame.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Texts as ids, whole, for a language model. */
public final class EncodedDocuments implements EncodedInput, Documents {
  private static final int FIRST_STEPS = 8;

  private final FittedDocuments fitted;
  private final Rows rows;
  private final int[][] ids; // (examples)(tokens)

  /**
   * @param rows the row of which each document is all or a piece
   */
  EncodedDocuments(FittedDocuments fitted, Rows rows, int[][] ids) {
    this.fitted = fitted;
    this.rows = rows;
    this.ids = ids;
  }

  @Override
  public Rows frame() {
    return rows;
  }

  @Override
  public int size() {
    return ids.length;
  }

  /** Only the first steps of each document: {@link #documents} has all. */
  @Override
  public Masked features(int[] batch) {
    int[][] first = new int[ids.length][];
    for (int example : batch) {
      first[example] = new int[1 + Math.min(FIRST_STEPS - 1, ids[example].length)];
      System.arraycopy(ids[example], 0, first[example], 1, first[example].length - 1);
    }
    return PaddedIds.masked(first, batch);
  }

  @Override
  public Optional<Documents> documents() {
    return Optional.of(this);
  }

  @Override
  public int[][] ids() {
    return ids;
  }

  @Override
  public boolean ended() {
    return fitted.ended();
  }

  long count() {
    return Arrays.stream(ids).mapToLong(document -> document.length).sum();
  }

  /** The number of tokens that are not in the vocabulary. */
  long unknown() {
    return Arrays.stream(ids)
        .flatMapToInt(Arrays::stream)
        .filter(id -> id == Vocabulary.UNKNOWN)
        .count();
  }

  @Override
  public List<Observed> observed() {
    double[] lengths = Arrays.stream(ids).mapToDouble(document -> document.length).toArray();
    double[] unknown =
        Arrays.stream(ids)
            .mapToDouble(
                document ->
                    Arrays.stream(document)
                        .map(id -> id == Vocabulary.UNKNOWN ? 1 : 0)
                        .average()
                        .orElse(0))
            .toArray();
    return List.of(
        Observed.numbers(Watched.INPUT, Texts.LENGTH, lengths),
        Observed.numbers(Watched.INPUT, Texts.UNKNOWN, unknown).besideHeldOut());
  }
}
