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

/**
 * The fitted input: what was learned about the inputs, and what a model needs to read new rows.
 * Immutable.
 */
public interface FittedInput {
  InputShape shape();

  /** Rows that hold these texts, one example each; empty if the input needs more than a text. */
  default Optional<Table> rowsOf(List<String> texts) {
    return Optional.empty();
  }

  /** What the input needs, if {@link #rowsOf} is empty. */
  default String takes() {
    return "rows, not texts";
  }

  /** The columns that new rows must have; others are not read. */
  List<InputColumn> reads();

  /**
   * Sample rows that can be predicted, made up from what was learned: frequent tokens, means. They
   * show a reader how rows are written, and serve to try out a model.
   */
  Table example();

  /**
   * Encodes new rows whose targets are known, to be scored: every text, or every window whose
   * targets are in the rows.
   *
   * @param targets columns of the target, which must be there as well
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  EncodedInput labelled(Table rows, Collection<String> targets);

  /**
   * Encodes new rows to predict: every text, or the one window at the end of a series, whose
   * targets lie beyond the rows. Target columns that are not inputs are never read.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  EncodedInput unlabelled(Table rows);

  /**
   * As {@link #unlabelled}, for callers that only need texts: other columns may be missing.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  default EncodedInput texts(Table rows) {
    return unlabelled(rows);
  }

  /**
   * The rows that {@link #unlabelled} will read once the empty cells are filled in; empty if
   * nothing has to be known ahead.
   *
   * @param tables one after the other; what comes after their last rows is to be predicted
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  default Optional<Template> template(List<Table> tables) {
    return Optional.empty();
  }

  /** How a program without Sluice must prepare rows for the network. */
  default PortableInput portable() {
    return new PortableInput.Unknown(
        Problem.atKey(
            "data.input",
            "is of a kind that the exported file cannot describe",
            "predict with Sluice"));
  }

  /**
   * The fitted state as plain JSON; together with the config it restores the input, see {@link
   * Input#fromJson}.
   */
  JsonNode toJson();

  /**
   * Casts this to the kind that a target needs.
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
