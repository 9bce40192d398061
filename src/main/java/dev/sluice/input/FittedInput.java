package dev.sluice.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.EncodedInput;
import dev.sluice.frame.Template;
import dev.sluice.problem.Problem;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What was learned of what goes in, and what a model needs to read new rows. Immutable. */
public interface FittedInput {
  InputShape shape();

  /** Rows that hold these texts, each an example; empty where more goes in than a text. */
  default Optional<Table> rowsOf(List<String> texts) {
    return Optional.empty();
  }

  /** What it takes where {@link #rowsOf} is empty. */
  default String takes() {
    return "rows, not texts";
  }

  /** The columns that new rows have; others are not read. */
  List<InputColumn> reads();

  /**
   * Rows that can be predicted, made up of what was learned: frequent tokens, means. For a reader
   * to see how rows are written, and to try a model.
   */
  Table example();

  /**
   * New rows whose targets are known, for scores: every text, or every window whose targets lie in
   * the rows.
   *
   * @param targets columns of the target, which must be there as well
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  EncodedInput labelled(Table rows, Collection<String> targets);

  /**
   * New rows to predict: every text, or the one window at the end of a series, whose targets lie
   * beyond the rows. Columns of targets that are not inputs are never read.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  EncodedInput unlabelled(Table rows);

  /**
   * As {@link #unlabelled}, for those who ask for texts: other columns may be missing.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  default EncodedInput texts(Table rows) {
    return unlabelled(rows);
  }

  /**
   * What {@link #unlabelled} will read once the empty cells are filled in; empty if nothing has to
   * be known ahead.
   *
   * @param tables one after the other; what comes after their last rows is to be predicted
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  default Optional<Template> template(List<Table> tables) {
    return Optional.empty();
  }

  /** What a program without Sluice does to rows before the network reads them. */
  default PortableInput portable() {
    return new PortableInput.Unknown(
        Problem.atKey(
            "data.input", "is of a kind that does not say how it is read", "predict with Sluice"));
  }

  /**
   * What was fitted, as plain JSON; together with the config it gives the same input back, see
   * {@link Input#fromJson}.
   */
  JsonNode toJson();

  /**
   * This, as the kind that a target needs.
   *
   * @throws IllegalArgumentException if it is of another kind; {@code DataSpec} refuses such pairs
   */
  default <F extends FittedInput> F as(Class<F> kind) {
    if (!kind.isInstance(this)) {
      throw new IllegalArgumentException(
          "%s is no %s".formatted(getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(this);
  }
}
