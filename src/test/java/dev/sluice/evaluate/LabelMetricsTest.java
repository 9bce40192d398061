package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LabelMetricsTest {
  private static final TargetSpec TARGET =
      new TargetSpec.LabelTarget(
          Optional.of("tags"), Optional.empty(), Optional.empty(), Optional.empty());

  private static boolean[] row(String labels) {
    return new boolean[] {labels.contains("a"), labels.contains("b"), labels.contains("c")};
  }

  private static LabelPredictions of(List<String> actual, List<String> given, int... unseen) {
    boolean[][] predicted = given.stream().map(LabelMetricsTest::row).toArray(boolean[][]::new);
    double[][] probabilities = new double[predicted.length][3];
    for (int i = 0; i < predicted.length; i++) {
      for (int k = 0; k < 3; k++) {
        probabilities[i][k] = predicted[i][k] ? 0.75 : 0.25;
      }
    }
    return new LabelPredictions(
        List.of("a", "b", "c"),
        actual.stream().map(LabelMetricsTest::row).toArray(boolean[][]::new),
        unseen.length == 0 ? new int[actual.size()] : unseen,
        probabilities,
        predicted);
  }

  private static double score(Metric metric, LabelPredictions predictions) {
    return Metrics.score(metric, predictions).number().orElseThrow();
  }

  // right: a twice, b once; missed: b once; wrongly given: a once, c once
  private static final LabelPredictions MIXED =
      of(List.of("ab", "b", "a", ""), List.of("ab", "a", "ac", ""));

  @Test
  void labelsOfAllRowsCountTogetherOrEachByItself() {
    // 2 * 3 right of 4 that are there and 5 that were given
    assertThat(score(new LabelMetrics.MicroF1(), MIXED)).isCloseTo(6.0 / 9, within(1e-12));
    // a: 4 / (2 + 3); b: 2 / (2 + 1); c: 0
    assertThat(score(new LabelMetrics.MacroF1(), MIXED))
        .isCloseTo((4.0 / 5 + 2.0 / 3 + 0) / 3, within(1e-12));
    assertThat(score(new LabelMetrics.SubsetAccuracy(), MIXED)).isEqualTo(2 / 4.0);
    assertThat(score(new LabelMetrics.HammingLoss(), MIXED)).isCloseTo(3 / 12.0, within(1e-12));
  }

  @Test
  void eachLabelHasItsOwnScores() {
    List<Evaluation.OfClass> byLabel = MIXED.details(Map.of()).byClass();

    assertThat(byLabel).extracting(Evaluation.OfClass::name).containsExactly("a", "b", "c");
    assertThat(byLabel.get(0).precision()).isEqualTo(Score.of(2 / 3.0));
    assertThat(byLabel.get(0).recall()).isEqualTo(Score.of(1));
    assertThat(byLabel.get(2).recall()).isEqualTo(Score.absent("no row has it"));
  }

  @Test
  void aLabelThatNoModelCanGiveIsMissed() {
    LabelPredictions predictions = of(List.of("a", "b"), List.of("a", "b"), 1, 0);

    // 2 * 2 right of 3 that are there and 2 that were given; 1 error of 2 * 3
    assertThat(score(new LabelMetrics.MicroF1(), predictions)).isCloseTo(4.0 / 5, within(1e-12));
    assertThat(score(new LabelMetrics.SubsetAccuracy(), predictions)).isEqualTo(0.5);
    assertThat(score(new LabelMetrics.HammingLoss(), predictions))
        .isCloseTo(1.0 / 6, within(1e-12));
    assertThat(predictions.remarks())
        .containsExactly(
            "1 labels of 1 rows are in no training row: no model can predict them, and they count as missed.");
  }

  @Test
  void theLossIsTheSumOverLabelsAndTheMeanOverRows() {
    LabelPredictions predictions = of(List.of("a", "b"), List.of("a", "a"));

    // row 1: three labels at 0.75; row 2: a and b at 0.25, c at 0.75
    assertThat(predictions.crossEntropy().number().orElseThrow())
        .isCloseTo(-(4 * Math.log(0.75) + 2 * Math.log(0.25)) / 2, within(1e-12));
    assertThat(predictions.probability(0, row("a"))).isCloseTo(0.75 * 0.75 * 0.75, within(1e-12));
  }

  @Test
  void frequentLabelsAreAsManyAsPayOnTheTrainingPart() {
    boolean[][] training = {row("ab"), row("ab"), row("a"), row("c")};

    BaselineOutcome.Predicted outcome =
        (BaselineOutcome.Predicted) LabelBaselines.frequent(training, MIXED);

    // a alone: 2 * 3 / (6 + 4); a and b: 2 * 5 / (6 + 8); all: 2 * 6 / (6 + 12)
    LabelPredictions baseline = (LabelPredictions) outcome.predictions();
    assertThat(List.of(baseline.given())).allMatch(given -> given[0] && given[1] && !given[2]);
    assertThat(baseline.probabilities()[0]).containsExactly(0.75, 0.5, 0.25);
  }

  @Test
  void aBagOfWordsTellsEachLabelByItsWords() {
    List<List<String>> tokens =
        IntStream.range(0, 24)
            .mapToObj(i -> List.of(i % 2 == 0 ? "ann" : "x", i % 3 == 0 ? "bob" : "y"))
            .toList();
    boolean[][] has =
        IntStream.range(0, 24)
            .mapToObj(i -> row((i % 2 == 0 ? "a" : "") + (i % 3 == 0 ? "b" : "") + "c"))
            .toArray(boolean[][]::new);
    LabelBaselines.Tokenized texts =
        new LabelBaselines.Tokenized(tokens, new float[has.length][0], has);
    LabelPredictions scored =
        new LabelPredictions(
            List.of("a", "b", "c"), has, new int[24], new double[24][3], new boolean[24][3]);

    BaselineOutcome.Predicted outcome =
        (BaselineOutcome.Predicted)
            LabelBaselines.bagOfWords(
                texts, texts, texts, scored, Optional.empty(), Patience.ENDLESS);

    assertThat(score(new LabelMetrics.MicroF1(), (LabelPredictions) outcome.predictions()))
        .isEqualTo(1);
  }

  @Test
  void thresholdsHaveTheHighestF1AndAreOneHalfWhereNothingSpeaksAgainst() {
    double[][] p = {{.9, .2}, {.8, .3}, {.4, .2}, {.35, .1}, {.3, .2}, {.2, .1}, {.1, .9}};
    boolean[][] has = new boolean[7][2];
    for (int i = 0; i < 5; i++) {
      has[i][0] = true; // the five most probable rows; of the second label only one
    }
    has[6][1] = true;

    LabelThresholds thresholds = LabelThresholds.choose(has, p, 2);

    assertThat(thresholds.values()).containsExactly(0.25, 0.5); // halfway from .3 to .2
    assertThat(thresholds.chosen()).isEqualTo(1);
    assertThat(LabelThresholds.given(p, new double[] {.3, .5})[4]).containsExactly(true, false);
    p[2][0] = p[3][0] = p[4][0] = 0.6;
    assertThat(LabelThresholds.choose(has, p, 2).values()).containsExactly(0.5, 0.5);
  }

  /** A metric of labels keeps what all metrics keep. */
  private interface OfLabels extends MetricContract<LabelPredictions> {
    @Override
    default LabelPredictions perfect() {
      return of(List.of("ab", "c"), List.of("ab", "c"));
    }

    @Override
    default LabelPredictions mixed() {
      return MIXED;
    }

    @Override
    default LabelPredictions rows(LabelPredictions all, int from, int to) {
      return picked(all, IntStream.range(from, to).toArray());
    }

    @Override
    default LabelPredictions reversed(LabelPredictions all) {
      return picked(all, IntStream.range(0, all.size()).map(i -> all.size() - 1 - i).toArray());
    }

    private static LabelPredictions picked(LabelPredictions all, int[] rows) {
      return new LabelPredictions(
          all.labels(),
          IntStream.of(rows).mapToObj(i -> all.actual()[i]).toArray(boolean[][]::new),
          IntStream.of(rows).map(i -> all.unseen()[i]).toArray(),
          IntStream.of(rows).mapToObj(i -> all.probabilities()[i]).toArray(double[][]::new),
          IntStream.of(rows).mapToObj(i -> all.given()[i]).toArray(boolean[][]::new));
    }

    @Test
    default void fitsLabelsOnly() {
      assertThat(metric().fits(TARGET)).isTrue();
      assertThat(metric().fits(new TargetSpec.ClassTarget("c", Optional.empty()))).isFalse();
    }
  }

  @Nested
  class MicroF1 implements OfLabels {
    @Override
    public Metric metric() {
      return Metrics.of(new MetricSpec.MicroF1());
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class MacroF1 implements OfLabels {
    @Override
    public Metric metric() {
      return Metrics.of(new MetricSpec.MacroF1());
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class SubsetAccuracy implements OfLabels {
    @Override
    public Metric metric() {
      return Metrics.of(new MetricSpec.SubsetAccuracy());
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class HammingLoss implements OfLabels {
    @Override
    public Metric metric() {
      return Metrics.of(new MetricSpec.HammingLoss());
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }
}
