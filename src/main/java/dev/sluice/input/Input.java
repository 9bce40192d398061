package dev.sluice.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.TargetColumns;
import dev.sluice.plugin.Factory;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.SplitSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What goes into a network: turns rows into examples. Found by the record in `data.input`.
 * Stateless and thread-safe; `check` uses it, so nothing of ND4J may be loaded before the first
 * batch.
 *
 * @param <S> the record in `data.input`
 */
public interface Input<S extends InputSpec> extends Factory<S> {

  /**
   * Splits the rows, learns from the training part and encodes all parts.
   *
   * @param target what the target needs from the rows
   * @throws dev.sluice.problem.UserException if the data do not match the spec
   */
  InputParts fit(DataSpec spec, Table rows, TargetColumns target);

  /** The same with all rows in the training part, followed by those of the split's own files. */
  default InputParts fitToAll(DataSpec spec, Table rows, TargetColumns target) {
    List<Table> tables = new ArrayList<>(List.of(rows));
    for (Path file : spec.split().files()) {
      tables.add(Sources.newRows(spec.source(), file));
    }
    return fit(spec.with(SplitSpec.NONE), Table.together(tables), target);
  }

  /**
   * The columns of a table that it reads as numbers in the format of `data.columns`.
   *
   * @param columns of the table
   */
  default Set<String> numbers(DataSpec spec, List<String> columns) {
    return Set.of();
  }

  /**
   * Restores the input that {@link FittedInput#toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws dev.sluice.problem.UserException without a location, if a newer version wrote the JSON
   *     or if it is damaged
   */
  FittedInput fromJson(DataSpec spec, JsonNode json);

  /**
   * The shape of hypothetical examples, before any data are read.
   *
   * @param mostSteps longer ones are cut to this
   */
  InputShape madeUp(DataSpec spec, int mostSteps);
}
