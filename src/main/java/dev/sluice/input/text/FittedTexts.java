package dev.sluice.input.text;

import dev.sluice.frame.Rows;
import dev.sluice.input.FittedInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Keep;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the cells of one column into token ids. */
interface FittedTexts extends FittedInput {
  /** The key of the config that describes the column. */
  String key();

  /** The column that holds the cells. */
  String column();

  @Override
  InputShape.Tokens shape();

  /** All tokens of a cell as it stands in a source. */
  List<String> tokens(String cell);

  /** The ids of all tokens of a row, before cutting. */
  int[] ids(Rows rows, int row);

  /** The id of all unknown tokens. */
  int unknown();

  /** The least id that stands for one token. */
  int firstToken();

  /** The token that an id from {@link #firstToken} on stands for. */
  String token(int id);

  /** The warnings that may be raised. */
  List<TextCheck> checks();

  /** The key that decides which tokens are known, below {@link #key}. */
  String vocabularyKey();

  /** How more tokens become known. */
  String vocabularyAdvice();

  /**
   * @throws UserException naming file and line of every row that cannot be read
   */
  EncodedTexts encoded(Rows rows);

  @Override
  default Optional<Table> rowsOf(List<String> texts) {
    return Optional.of(Table.of(List.of(column()), texts.stream().map(List::of).toList()));
  }

  @Override
  default EncodedTexts labelled(Table rows, Collection<String> targets) {
    List<Problem> missing =
        Stream.concat(Stream.of(column()), targets.stream())
            .flatMap(name -> Columns.missing(rows, name).stream())
            .toList();
    if (!missing.isEmpty()) {
      throw new UserException(missing);
    }
    return encoded(Rows.all(rows));
  }

  @Override
  default EncodedTexts unlabelled(Table rows) {
    return labelled(rows, List.of());
  }

  /** Which tokens are kept of a cell with more than {@code max_length}. */
  Keep keep();

  /** What the network sees of a cell: at least one token, at most {@code max_length}. */
  default int[] kept(int[] ids) {
    return ids.length == 0
        ? new int[] {unknown()}
        : Arrays.stream(keep().positions(ids.length, shape().maxLength()))
            .map(i -> ids[i])
            .toArray();
  }
}
