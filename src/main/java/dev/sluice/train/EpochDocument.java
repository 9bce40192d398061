package dev.sluice.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@link EpochScores} in the JSON form of checkpoints and pretrained layers. */
record EpochDocument(
    int epoch,
    double loss,
    Map<String, Double> validation,
    Optional<Double> learningRate,
    double seconds) {
  EpochDocument {
    validation = validation == null ? Map.of() : new LinkedHashMap<>(validation);
  }

  static EpochDocument of(EpochScores scores) {
    OptionalDouble rate = scores.learningRate();
    return new EpochDocument(
        scores.epoch(),
        scores.loss(),
        scores.validation(),
        rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty(),
        scores.seconds());
  }

  EpochScores scores() {
    return new EpochScores(
        epoch,
        loss,
        validation,
        learningRate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        seconds);
  }
}
