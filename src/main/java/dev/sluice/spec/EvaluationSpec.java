package dev.sluice.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `evaluation` section. */
@Doc("How to evaluate the model on the test part.")
public record EvaluationSpec(
    @Doc(
            "The metrics to compute. If omitted, all that fit the target, except those that you"
                + " must name.")
        @Example("[mae, rmse, mase]")
        Optional<List<MetricSpec>> metrics,
    @Doc(
            "The simple models to compare with. If omitted, all that fit the target, except"
                + " `naive2`.")
        @Example("[last_value, seasonal_naive]")
        Optional<List<BaselineSpec>> baselines,
    @Doc(
            "For two classes: the probability from which the positive class is predicted, in"
                + " scores and by the model. If omitted, it is predicted above 0.5.")
        @Example("{precision: 0.95}")
        Optional<ThresholdSpec> threshold,
    @Doc(
            "How to calibrate the probabilities of classes, on the validation part. The model"
                + " then returns the calibrated probabilities. If omitted, those of the network.")
        @Example("temperature")
        Optional<Calibrate> calibrate,
    @Doc(
            "For classes: columns that divide the test part into slices. The rows of each value"
                + " are scored separately, in evaluation.json and the report.")
        @Example("[source]")
        Optional<List<String>> slices) {

  /** How probabilities are calibrated. */
  public enum Calibrate {
    @Doc(
        "Divides the logits by one number, which is chosen for the lowest log loss on the"
            + " validation part (Guo et al. 2017). The order of the classes does not change.")
    TEMPERATURE
  }

  public EvaluationSpec {
    metrics = metrics.map(List::copyOf);
    baselines = baselines.map(List::copyOf);
    slices = slices.map(List::copyOf);
  }

  /** Without the keys that only apply to classes. */
  public EvaluationSpec(
      Optional<List<MetricSpec>> metrics, Optional<List<BaselineSpec>> baselines) {
    this(metrics, baselines, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The given keys that only apply to classes. */
  List<String> ofClasses() {
    return Stream.of(
            threshold.map(x -> "threshold"),
            calibrate.map(x -> "calibrate"),
            slices.map(x -> "slices"))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The given keys that make a choice on the validation part. */
  List<String> ofValidation() {
    return Stream.of(
            threshold.filter(t -> t.value().isEmpty()).map(x -> "threshold"),
            calibrate.map(x -> "calibrate"))
        .flatMap(Optional::stream)
        .toList();
  }
}
