package dev.sluice.input.text;

import dev.sluice.batch.OtherColumn;
import dev.sluice.drift.Observed;
import dev.sluice.frame.Rows;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Columns;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Keep;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the cells of one or more columns into token ids. */
interface FittedTexts extends FittedInput {
  /** The key of the config that describes the column. */
  String key();

  /** The columns that hold the cells: one, except for {@link JoinedColumns}. */
  List<String> columns();

  @Override
  InputShape.Tokens shape();

  /** All tokens of a cell as it is in the source. */
  List<String> tokens(String cell);

  /** The ids of all tokens of a row, before cutting. */
  int[] ids(Rows rows, int row);

  /** All tokens of an example, in the order in which the network reads them. */
  default List<String> tokens(Rows rows, int example) {
    return tokens(rows.value(example, rows.table().indexOf(columns().get(0))));
  }

  /** An example as it is in the source. */
  default String text(Rows rows, int example) {
    return rows.value(example, rows.table().indexOf(columns().get(0)));
  }

  /** The same as they stand in the text, see {@link Tokenizer#asWritten}. */
  default List<String> asWritten(Rows rows, int example) {
    return tokens(rows, example);
  }

  /** Which of an example's tokens the network sees, in order; -1 for an id that precedes them. */
  default int[] positions(List<String> tokens) {
    return keep().positions(tokens.size(), shape().maxLength());
  }

  /** The columns that are read beside the texts. */
  default List<OtherColumn> otherColumns() {
    return List.of();
  }

  /** What was learned about these, for a summary, by column. */
  default Map<String, Object> features() {
    return Map.of();
  }

  /** The quantities of these for drift monitoring. */
  default List<Observed> observedFeatures(Rows rows) {
    return List.of();
  }

  /** Every column that is read: those of the texts, then those beside them. */
  private List<String> allColumns() {
    return Stream.concat(columns().stream(), otherColumns().stream().map(OtherColumn::name))
        .distinct()
        .toList();
  }

  /** The id of all unknown tokens. */
  int unknown();

  /** The smallest id that stands for one token. */
  int firstToken();

  /** The token that an id from {@link #firstToken} on stands for. */
  String token(int id);

  /** The warnings that may be raised. */
  List<TextCheck> checks();

  /** The key that determines which tokens are known, below {@link #key}. */
  String vocabularyKey();

  /** Advice on how to make more tokens known. */
  String vocabularyAdvice();

  /**
   * @throws UserException naming file and line of every row that cannot be read
   */
  EncodedTexts encoded(Rows rows);

  @Override
  default Optional<Table> rowsOf(List<String> texts) {
    return allColumns().size() > 1
        ? Optional.empty()
        : Optional.of(Table.of(columns(), texts.stream().map(List::of).toList()));
  }

  @Override
  default String takes() {
    return allColumns().size() > 1
        ? "rows with the columns %s, not texts".formatted(String.join(", ", allColumns()))
        : FittedInput.super.takes();
  }

  @Override
  default List<InputColumn> reads() {
    return columns().stream().map(name -> InputColumn.of(name, InputColumn.Holds.TEXT)).toList();
  }

  @Override
  default EncodedTexts labelled(Table rows, Collection<String> targets) {
    List<Problem> missing =
        Stream.concat(allColumns().stream(), targets.stream())
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

  /** Which tokens of a cell are kept if it has more than {@code max_length}. */
  Keep keep();

  /** What the network sees of a cell: at least one token, at most {@code max_length}. */
  default int[] kept(int[] ids) {
    return ids.length == 0
        ? orUnknown(ids)
        : Arrays.stream(keep().positions(ids.length, shape().maxLength()))
            .map(i -> ids[i])
            .toArray();
  }

  /** These ids, or the placeholder of a text without tokens. */
  default int[] orUnknown(int[] ids) {
    return ids.length == 0 ? new int[] {unknown()} : ids;
  }
}
