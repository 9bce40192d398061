package dev.sluice.batch;

import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import java.util.List;
import java.util.stream.IntStream;

/** Examples that are texts, numbered from 0. */
public interface Texts {
  /** The name of a quantity that is monitored for drift. */
  String LENGTH = "length in tokens";

  /** The name of a quantity that is monitored for drift. */
  String UNKNOWN = "share of unknown tokens";

  /** The key of the config that describes them. */
  String key();

  /** The columns that hold them, one or more. */
  List<String> columns();

  int size();

  /** The text as it is in the source; the texts of several columns are joined. */
  String text(int example);

  /** The number of the example's record in its source, from 1. */
  int recordNumber(int example);

  /** All tokens of the text, before cutting, known or not. */
  List<String> tokens(int example);

  /**
   * The token at each step that the network reads, known or not; an empty text where there is none.
   */
  List<String> steps(int example);

  /** The same as they stand in the text, where tokens are compared in lower case. */
  default List<String> stepsAsWritten(int example) {
    return steps(example);
  }

  /**
   * At each step that the network reads, the position of its token in {@link #tokens}; -1 where
   * there is none, such as padding. A text without tokens is read as a single placeholder, whose
   * position is 0.
   */
  int[] positions(int example);

  /** The ids of the tokens that the network sees, without padding; do not write. */
  int[] ids(int example);

  /** The columns that are read in addition to the texts, in order. */
  default List<OtherColumn> otherColumns() {
    return List.of();
  }

  /** The values of the other columns, concatenated, as the network reads them; do not modify. */
  default float[] beside(int example) {
    return new float[0];
  }

  /** {@link #beside} of every example. */
  default float[][] allBeside() {
    return IntStream.range(0, size()).mapToObj(this::beside).toArray(float[][]::new);
  }

  /** The content of a column in the example's row. */
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

  /** The smallest id that stands for a single token. */
  int firstToken();

  /** The token that an id from {@link #firstToken} on stands for. */
  String token(int id);

  /**
   * For drift monitoring: the number of tokens of each text, and the share of those seen by the
   * network that are unknown.
   */
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
