package dev.sluice.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.TargetSpec;
import java.util.Optional;

/**
 * All that was learned from the training part, and what a model needs to read new rows. Immutable.
 */
public interface FittedPipeline {
  /** The record in `data.target` that it was fitted for. */
  TargetSpec target();

  /** The column with the texts, where one column of texts is all that goes in. */
  default Optional<String> columnOfTexts() {
    return Optional.empty();
  }

  InputShape input();

  OutputShape output();

  /**
   * New rows with their targets, for scores: every text, or every window whose targets lie in the
   * rows.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  Examples labelled(Table rows);

  /**
   * New rows to predict: every text, or the one window at the end of each series, whose targets lie
   * beyond the rows. Columns of targets that are not inputs are never read.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that cannot be read
   */
  Examples unlabelled(Table rows);

  /**
   * What was fitted, as plain, versioned JSON ({@code version}, {@code kind}, ...); together with
   * the config it gives the same pipeline back.
   */
  JsonNode toJson();
}
