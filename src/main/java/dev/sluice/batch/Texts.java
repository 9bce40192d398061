package dev.sluice.batch;

import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import java.util.List;
import java.util.stream.IntStream;

/** Examples that are texts, numbered from 0. */
public interface Texts {
  /** What is watched of texts. */
  String LENGTH = "length in tokens";

  /** What is watched of texts. */
  String UNKNOWN = "share of unknown tokens";

  /** The key of the config that describes them. */
  String key();

  /** The columns that hold them, one or more. */
  List<String> columns();

  int size();

  /** The text as it stands in the source; of several columns, one behind the other. */
  String text(int example);

  /** The number of the example's record in its source, from 1. */
  int recordNumber(int example);

  /** All tokens of the text, before cutting, known or not. */
  List<String> tokens(int example);

  /**
   * The token at each step that the network reads, known or not; an empty text where there is none.
   */
  List<String> steps(int example);

  /**
   * At each step that the network reads, the position of its token in {@link #tokens}; -1 where
   * there is none, such as padding. Of a text without a token it is 0 for the one that stands for
   * it.
   */
  int[] positions(int example);

  /** The ids of the tokens that the network sees, without padding; do not write. */
  int[] ids(int example);

  /** The columns that are read beside the texts, in order. */
  default List<OtherColumn> otherColumns() {
    return List.of();
  }

  /** The numbers of these, one after the other, as the network reads them; do not write. */
  default float[] beside(int example) {
    return new float[0];
  }

  /** {@link #beside} of every example. */
  default float[][] allBeside() {
    return IntStream.range(0, size()).mapToObj(this::beside).toArray(float[][]::new);
  }

  /** What stands in a column of the example's row. */
  default String cell(int example, OtherColumn column) {
    throw new IllegalArgumentException("no column " + column.name() + " beside these texts");
  }

  /** How many tokens the text has, before cutting. */
  default int length(int example) {
    return wholeIds(example).length;
  }

  /** The ids of all tokens of the text, before cutting; do not write. */
  int[] wholeIds(int example);

  /** How many ids there are. */
  int vocabularySize();

  /** The id of all unknown tokens. */
  int unknownId();

  /** The least id that stands for one token. */
  int firstToken();

  /** The token that an id from {@link #firstToken} on stands for. */
  String token(int id);

  /** The tokens of each text, and the share of those that the network sees and does not know. */
  default List<Observed> observedTokens() {
    double[] lengths = new double[size()];
    double[] unknown = new double[size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = length(i);
      int[] seen = ids(i);
      unknown[i] =
          (double) IntStream.of(seen).filter(id -> id == unknownId()).count() / seen.length;
    }
    return List.of(
        Observed.numbers(Watched.INPUT, LENGTH, lengths),
        Observed.numbers(Watched.INPUT, UNKNOWN, unknown).besideHeldOut());
  }
}
