package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.ThresholdSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThresholdChoiceTest {
  /** From the highest probability on: + + + - + + - - + -, of 0.95, 0.85, ..., 0.05. */
  private static final Ranking ROWS =
      Ranking.of(
          Samples.ofPositive(
              new int[] {1, 1, 1, 0, 1, 1, 0, 0, 1, 0},
              new double[] {0.95, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15, 0.05}),
          1);

  private static ThresholdSpec asked(
      Double precision, Double recall, ThresholdSpec.Highest highest, ThresholdSpec.Cost cost) {
    return new ThresholdSpec(
        Optional.ofNullable(precision),
        Optional.ofNullable(recall),
        Optional.ofNullable(highest),
        Optional.ofNullable(cost),
        Optional.empty());
  }

  @Test
  void ofThresholdsWithThePrecisionTheLowestIsChosen() {
    ThresholdChoice choice = ThresholdChoice.of(asked(0.8, null, null, null), ROWS);

    assertThat(choice.value()).isEqualTo(0.45); // 5 of 6 right; at 0.15 it would be 6 of 9
    assertThat(choice.validation()).contains(new Ranking.Decisions(0.45, 5, 1, 6, 4));
    assertThat(choice.sentence("good"))
        .isEqualTo(
            "'good' is predicted from a probability of 0.45, chosen by precision 0.8: on the"
                + " validation part precision 0.8333 and recall 0.8333, of 10 rows");
  }

  @Test
  void aPrecisionThatFewRowsReachIsRefusedAndTheThresholdStays() {
    ThresholdChoice choice = ThresholdChoice.of(asked(0.95, null, null, null), ROWS);

    assertThat(choice.reached()).isFalse(); // the first three rows are too few
    assertThat(choice.value()).isEqualTo(0.5);
    assertThat(choice.sentence("good"))
        .isEqualTo(
            "No threshold reaches precision 0.95 on the validation part with at least 5 rows; the"
                + " highest is 0.8333. The threshold stays 0.5; require less, or train a better model");
  }

  @Test
  void ofThresholdsWithTheRecallTheHighestIsChosen() {
    assertThat(ThresholdChoice.of(asked(null, 0.5, null, null), ROWS).value()).isEqualTo(0.75);
    assertThat(ThresholdChoice.of(asked(null, 1.0, null, null), ROWS).value()).isEqualTo(0.15);
  }

  @Test
  void theHighestScoreOrTheLeastCostChooses() {
    // F1 2 * 5 / (6 + 6) at 0.45, 2 * 6 / (6 + 9) at 0.15, 2 * 3 / (6 + 3) at 0.75
    assertThat(ThresholdChoice.of(asked(null, null, ThresholdSpec.Highest.F1, null), ROWS).value())
        .isEqualTo(0.45);
    // (5 / 6 + 3 / 4) / 2 at 0.45, (3 / 6 + 4 / 4) / 2 at 0.75
    assertThat(
            ThresholdChoice.of(
                    asked(null, null, ThresholdSpec.Highest.BALANCED_ACCURACY, null), ROWS)
                .value())
        .isEqualTo(0.45);
    assertThat(
            ThresholdChoice.of(asked(null, null, null, new ThresholdSpec.Cost(1, 5)), ROWS).value())
        .isEqualTo(0.15); // 3 false positives cost less than the one false negative at 0.45 more
    assertThat(
            ThresholdChoice.of(asked(null, null, null, new ThresholdSpec.Cost(5, 1)), ROWS).value())
        .isEqualTo(0.75);
  }

  @Test
  void withoutARowOfTheClassNothingIsChosenAndItIsTold() {
    Ranking none = Ranking.of(Samples.ofPositive(new int[] {0, 0}, new double[] {0.2, 0.9}), 1);

    ThresholdChoice choice = ThresholdChoice.of(asked(null, 0.9, null, null), none);

    assertThat(choice.reached()).isFalse();
    assertThat(choice.sentence("good")).contains("No threshold can be chosen by recall 0.9");
  }
}
