package dev.sluice.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.input.FittedInput;
import dev.sluice.input.Inputs;
import dev.sluice.problem.NewerVersion;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Tasks;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Everything that was fitted to the data, and what a model needs to read new rows. */
public record Pipeline(FittedInput input, FittedTarget<?> target) {
  private static final int VERSION = 2;

  /** The same, with what another pipeline of the same config learned from its network's outputs. */
  public Pipeline calibratedAs(Pipeline other) {
    return new Pipeline(input, target.calibratedAs(other.target));
  }

  /** One example as the network sees it. */
  public InputShape inputShape() {
    return input.shape();
  }

  /** What the outputs of the network mean. */
  public OutputShape outputShape() {
    return target.shape();
  }

  /**
   * Encodes new rows with their targets, to be scored: every text, or every window whose targets
   * are in the rows.
   *
   * @throws UserException naming file and line of every row that cannot be read
   */
  public Examples labelled(Table rows) {
    EncodedInput encoded = input.labelled(rows, target.columns());
    return new Examples(encoded, Optional.of(target.labels(encoded.frame())));
  }

  /**
   * Encodes new rows to predict: every text, or the one window at the end of a series, whose
   * targets lie beyond the rows. Target columns that are not inputs are never read.
   *
   * @throws UserException naming file and line of every row that cannot be read
   */
  public Examples unlabelled(Table rows) {
    return new Examples(input.unlabelled(rows), Optional.empty());
  }

  /**
   * The same, also fitted to the trained network's outputs for the validation part.
   *
   * @param parts of the data, the validation part with examples
   * @param outputs of the network for the validation part, (examples)(units), computed when they
   *     are first needed
   * @param stop called often; true ends the work
   * @throws java.util.concurrent.CancellationException if it was asked to stop
   */
  public Pipeline calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    return new Pipeline(input, target.calibrated(parts, outputs, stop));
  }

  /** The same, making the choices that an evaluation asks for, see {@link FittedTarget#chosen}. */
  public Pipeline chosen(EvaluationSpec asked, Examples validation, Supplier<float[][]> outputs) {
    return new Pipeline(input, target.chosen(asked, validation, outputs));
  }

  /**
   * The fitted state as plain, versioned JSON; together with the config it restores the same
   * pipeline.
   */
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.set("input", input.toJson());
    json.set("target", target.toJson());
    return json;
  }

  /**
   * The pipeline that {@link #toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws UserException without a location, if a newer version wrote the JSON or if it is damaged
   */
  public static Pipeline fromJson(DataSpec spec, JsonNode json) {
    int version = json.path("version").asInt();
    NewerVersion.refuse("the pipeline", version, VERSION);
    boolean apart = version > 1; // version 1 has the keys of both at the same level
    FittedInput input = Inputs.of(spec.input()).fromJson(spec, apart ? json.path("input") : json);
    return new Pipeline(
        input, Tasks.of(spec.target()).fromJson(spec, input, apart ? json.path("target") : json));
  }
}
