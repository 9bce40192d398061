package dev.sluice.task.classes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.evaluate.ClassMetrics;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Ranking;
import dev.sluice.evaluate.Temperature;
import dev.sluice.evaluate.ThresholdChoice;
import dev.sluice.frame.FittedJson;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.task.ReadableNumber;
import java.util.List;
import java.util.Optional;

/**
 * The step between the probabilities of a network and an answer, chosen on the validation part: a
 * temperature for all probabilities, then a threshold for the positive one of two classes.
 *
 * @param learned about the temperature, for readers of the scores, a sentence; empty for a model
 *     that was loaded
 */
record Decision(
    Optional<Temperature> temperature,
    Optional<ThresholdChoice> threshold,
    Optional<String> learned) {
  static final Decision USUAL = new Decision(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @param validation predictions without any
   */
  static Decision of(EvaluationSpec asked, ClassPredictions validation) {
    if (validation.whyNone().isPresent()) {
      return USUAL;
    }
    Optional<Temperature> temperature =
        asked
            .calibrate()
            .map(of -> Temperature.fit(validation.probabilities(), validation.actual()));
    Decision calibrated =
        new Decision(
            temperature, Optional.empty(), temperature.map(of -> sentence(of, validation)));
    ClassPredictions after =
        calibrated.predictions(
            validation.classes(), validation.actual(), validation.probabilities());
    return new Decision(
        temperature,
        asked.threshold().map(spec -> ThresholdChoice.of(spec, Ranking.of(after, 1))),
        calibrated.learned);
  }

  private static String sentence(Temperature temperature, ClassPredictions before) {
    ClassPredictions after =
        new ClassPredictions(
            before.classes(), before.actual(), temperature.of(before.probabilities()));
    return "Probabilities are calibrated with a temperature of %s: on the validation part log loss %s before and %s after, ECE %s and %s"
        .formatted(
            rounded(temperature.value()),
            rounded(before.crossEntropy().number().orElseThrow()),
            rounded(after.crossEntropy().number().orElseThrow()),
            rounded(new ClassMetrics.Ece().score(before).number().orElseThrow()),
            rounded(new ClassMetrics.Ece().score(after).number().orElseThrow()));
  }

  private static String rounded(double value) {
    return ReadableNumber.of(Math.round(value * 1e4) / 1e4);
  }

  /** The sentences about all of it, the last one without a full stop. */
  Optional<String> sentence(List<String> classes) {
    Optional<String> ofThreshold = threshold.map(choice -> choice.sentence(classes.get(1)));
    return learned.isEmpty()
        ? ofThreshold
        : Optional.of(learned.get() + ofThreshold.map(". "::concat).orElse(""));
  }

  /**
   * @param raw the probabilities of the network, (rows)(classes)
   */
  ClassPredictions predictions(List<String> classes, int[] actual, double[][] raw) {
    double[][] probabilities = probabilities(raw);
    if (threshold.isEmpty()) {
      return new ClassPredictions(classes, actual, probabilities);
    }
    int[] chosen = new int[probabilities.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = answer(probabilities[i]);
    }
    return new ClassPredictions(classes, actual, probabilities, chosen);
  }

  double[][] probabilities(double[][] raw) {
    return temperature.map(of -> of.of(raw)).orElse(raw);
  }

  /** The class that is predicted, by its index. */
  int answer(double[] probabilities) {
    return threshold
        .map(choice -> probabilities[1] >= choice.value() ? 1 : 0)
        .orElseGet(() -> ClassPredictions.mostProbable(probabilities));
  }

  /** Adds {@code temperature} and {@code threshold} to the target of a model, if it has them. */
  void write(ObjectNode json) {
    temperature.ifPresent(of -> json.put("temperature", of.value()));
    threshold.ifPresent(
        choice -> {
          ObjectNode node = JsonNodeFactory.instance.objectNode();
          node.put("value", choice.value());
          node.put("asked", choice.asked()).put("reached", choice.reached());
          choice.why().ifPresent(why -> node.put("why", why));
          choice
              .validation()
              .ifPresent(
                  at ->
                      node.putObject("validation")
                          .put("found", at.found())
                          .put("wrong", at.wrong())
                          .put("rows", at.rows())
                          .put("others", at.others()));
          json.set("threshold", node);
        });
  }

  /**
   * @param classes how many
   * @throws dev.sluice.problem.UserException if it is damaged
   */
  static Decision fromJson(JsonNode json, int classes) {
    JsonNode temperature = json.path("temperature");
    JsonNode threshold = json.path("threshold");
    double value = threshold.path("value").asDouble(Double.NaN);
    if (!temperature.isMissingNode()
        && !(temperature.isNumber()
            && temperature.doubleValue() >= 0.1
            && temperature.doubleValue() <= 10)) {
      throw FittedJson.damaged("temperature must be a number from 0.1 to 10");
    }
    if (!threshold.isMissingNode() && !(classes == 2 && value >= 0 && value <= 1)) {
      throw FittedJson.damaged("threshold must be of two classes and from 0 to 1");
    }
    return new Decision(
        temperature.isMissingNode()
            ? Optional.empty()
            : Optional.of(new Temperature(temperature.doubleValue())),
        threshold.isMissingNode() ? Optional.empty() : Optional.of(choice(threshold, value)),
        Optional.empty());
  }

  private static ThresholdChoice choice(JsonNode json, double value) {
    JsonNode at = json.path("validation");
    return new ThresholdChoice(
        value,
        json.path("asked").asText(),
        json.path("reached").asBoolean(),
        Optional.ofNullable(json.path("why").textValue()),
        at.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new Ranking.Decisions(
                    value,
                    at.path("found").asLong(),
                    at.path("wrong").asLong(),
                    at.path("rows").asLong(),
                    at.path("others").asLong())));
  }
}
