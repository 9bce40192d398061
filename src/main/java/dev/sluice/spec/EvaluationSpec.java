package dev.sluice.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The `evaluation` section. */
@Doc("What is computed on the test part.")
public record EvaluationSpec(
    @Doc("The metrics. Left out: all that fit the target, but those that are computed if named.")
        @Example("[mae, rmse, mase]")
        Optional<List<MetricSpec>> metrics,
    @Doc(
            "The simple forecasters or classifiers to compare with. Left out: all that fit the target.")
        @Example("[last_value, seasonal_naive]")
        Optional<List<BaselineSpec>> baselines,
    @Doc(
            "Of two classes, the probability from which on the positive one is predicted, in scores"
                + " and by the model. Left out: above 0.5.")
        @Example("{precision: 0.95}")
        Optional<ThresholdSpec> threshold,
    @Doc(
            "How the probabilities of classes are made to hold, on the validation part; the model"
                + " then gives these. Left out: they are those of the network.")
        @Example("temperature")
        Optional<Calibrate> calibrate,
    @Doc(
            "Of classes, the columns by whose values the rows of the test part are scored apart, in"
                + " evaluation.json and the report.")
        @Example("[source]")
        Optional<List<String>> slices) {

  /** How probabilities are calibrated. */
  public enum Calibrate {
    @Doc(
        "The logits are divided by one number, with which the log loss of the validation part is"
            + " least (Guo et al. 2017). The order of the classes stays.")
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
