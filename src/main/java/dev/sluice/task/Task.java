package dev.sluice.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.plugin.Factory;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;

/**
 * What a network predicts, all in one package: learns a {@link FittedTarget} from the training
 * part. Found by the record in `data.target`. Stateless and thread-safe; `check` uses it, so it
 * names no class of DL4J.
 *
 * @param <S> the record in `data.target`
 */
public interface Task<S extends TargetSpec> extends Factory<S> {

  /** The meaning of a network's outputs, before any data are read. */
  OutputShape madeUp(Config config);

  /** What it needs from rows before they are split. */
  TargetColumns columns(DataSpec spec);

  /** The columns of a table that it reads as numbers, in the format of `data.columns`. */
  default List<String> numbers(DataSpec spec) {
    return List.of();
  }

  /**
   * Learns from the training part alone.
   *
   * @param input learned from the same part
   * @throws dev.sluice.problem.UserException if it cannot be learned
   */
  FittedTarget<?> fit(DataSpec spec, FittedInput input, Frame training);

  /**
   * Restores the target that {@link FittedTarget#toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws dev.sluice.problem.UserException without a location, if a newer version wrote the JSON
   *     or if it is damaged
   */
  FittedTarget<?> fromJson(DataSpec spec, FittedInput input, JsonNode json);
}
