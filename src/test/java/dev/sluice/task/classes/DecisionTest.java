package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Temperature;
import dev.sluice.problem.UserException;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.ThresholdSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final List<String> CLASSES = List.of("bad", "good");

  /** Of eight rows with 0.9, six are good; of eight with 0.1, two. */
  private static final ClassPredictions VALIDATION =
      new ClassPredictions(
          CLASSES,
          IntStream.range(0, 16).map(i -> i < 6 || i > 13 ? 1 : 0).toArray(),
          IntStream.range(0, 16)
              .mapToObj(i -> i < 8 ? new double[] {0.1, 0.9} : new double[] {0.9, 0.1})
              .toArray(double[][]::new));

  private static Decision decision(ThresholdSpec threshold) {
    return Decision.of(
        new EvaluationSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.of(threshold),
            Optional.of(EvaluationSpec.Calibrate.TEMPERATURE),
            Optional.empty()),
        VALIDATION);
  }

  private static ThresholdSpec precision(double least) {
    return new ThresholdSpec(
        Optional.of(least), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void theThresholdIsOneOfCalibratedProbabilities() {
    Decision decision = decision(precision(0.7));

    assertThat(decision.threshold().orElseThrow().value()).isCloseTo(0.75, within(1e-9));
    double[][] p = decision.probabilities(new double[][] {{0.1, 0.9}, {0.2, 0.8}});
    assertThat(p[0][1]).isCloseTo(0.75, within(1e-9));
    assertThat(decision.answer(p[0])).isEqualTo(1);
    assertThat(decision.answer(p[1])).isZero(); // though it is the more probable one
    assertThat(
            decision
                .predictions(CLASSES, new int[] {1, 1}, new double[][] {{0.1, 0.9}, {0.2, 0.8}})
                .chosen())
        .containsExactly(1, 0);
    assertThat(decision.sentence(CLASSES).orElseThrow())
        .startsWith(
            "Probabilities are calibrated with a temperature of 2: on the validation part log loss"
                + " 0.6547 before and 0.5623 after, ECE 0.15 and 0. 'good' is predicted from");
  }

  @Test
  void aModelKeepsItAndRefusesADamagedOne() throws Exception {
    for (double least : new double[] {0.7, 0.99}) {
      Decision decision = decision(precision(least));
      ObjectNode json = JsonNodeFactory.instance.objectNode();

      decision.write(json);
      Decision read = Decision.fromJson(new ObjectMapper().readTree(json.toString()), 2);

      assertThat(read.temperature()).isEqualTo(decision.temperature());
      assertThat(read.threshold()).isEqualTo(decision.threshold());
      assertThatThrownBy(() -> Decision.fromJson(json, 3)).isInstanceOf(UserException.class);
      json.put("temperature", 0);
      assertThatThrownBy(() -> Decision.fromJson(json, 2))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("temperature must be a number from 0.1 to 10");
    }
    assertThat(Decision.fromJson(JsonNodeFactory.instance.objectNode(), 3))
        .isEqualTo(Decision.USUAL);
  }

  @Test
  void logOddsThatAreExplainedAreThoseOfCalibratedProbabilities() {
    ClassOdds odds = new ClassOdds(CLASSES, Optional.empty(), Optional.of(new Temperature(2)));

    // the logit 3 of the one unit becomes 3 / 2
    assertThat(odds.of(1, List.of()).at(new float[] {3}, new double[0]).value())
        .isCloseTo(1.5, within(1e-9));
    assertThat(odds.of(1, List.of()).at(new float[] {3}, new double[0]).slopes()[0])
        .isEqualTo(0.5f);
  }
}
