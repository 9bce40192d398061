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
 * What goes into a network: rows become examples. Found by the record in `data.input`. Stateless
 * and thread-safe; `check` uses it, so that nothing of ND4J is loaded before the first batch.
 *
 * @param <S> the record in `data.input`
 */
public interface Input<S extends InputSpec> extends Factory<S> {

  /**
   * Splits the rows, learns from the training part and encodes all parts.
   *
   * @param target what the target asks of the rows
   * @throws dev.sluice.problem.UserException if the data are not as the spec says
   */
  InputParts fit(DataSpec spec, Table rows, TargetColumns target);

  /** The same with all rows in the training part, those of the split's own files behind. */
  default InputParts fitToAll(DataSpec spec, Table rows, TargetColumns target) {
    List<Table> tables = new ArrayList<>(List.of(rows));
    for (Path file : spec.split().files()) {
      tables.add(Sources.open(spec.source().withPath(file)).read());
    }
    return fit(spec.with(SplitSpec.NONE), Table.together(tables), target);
  }

  /**
   * The columns of a table that it reads as numbers, written as `data.columns` says.
   *
   * @param columns of the table
   */
  default Set<String> numbers(DataSpec spec, List<String> columns) {
    return Set.of();
  }

  /**
   * The input that {@link FittedInput#toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws dev.sluice.problem.UserException without a location, if a newer version wrote the JSON
   *     or if it is damaged
   */
  FittedInput fromJson(DataSpec spec, JsonNode json);

  /**
   * The shape of made-up examples, before any data are read.
   *
   * @param mostSteps longer ones are cut to this
   */
  InputShape madeUp(DataSpec spec, int mostSteps);
}
