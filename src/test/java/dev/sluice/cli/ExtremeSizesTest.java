package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole numbers at the ends of their ranges: accepted or refused at their key, never a bug. */
class ExtremeSizesTest {
  private static final List<String> OF_REVIEWS =
      List.of(
          "data.input.text.max_length",
          "data.input.text.vocabulary.size",
          "data.input.text.vocabulary.min_count",
          "data.split.test.rows",
          "network[0].embedding.size",
          "network[1].lstm.units",
          "network[3].dense.units",
          "training.epochs",
          "training.batch_size",
          "training.checkpoint_every",
          "training.threads",
          "training.early_stopping.patience");
  private static final List<String> OF_AIRLINE =
      List.of(
          "data.input.series.lookback",
          "data.input.series.stride",
          "data.target.forecast.horizon",
          "data.target.forecast.gap",
          "data.time.season",
          "data.split.validation.rows",
          "network[0].lstm.units",
          "training.batch_size",
          "training.early_stopping.patience");
  private static final List<String> EXTREMES =
      List.of("2147483647", "2147483646", "1073741824", "1000000", "100000", "9223372036854775807");

  @TestFactory
  List<DynamicTest> noWholeNumberIsTooLargeForCheck() {
    List<DynamicTest> tests = new ArrayList<>();
    OF_REVIEWS.forEach(key -> tests.add(extremes("config/reviews.yaml", key)));
    OF_AIRLINE.forEach(key -> tests.add(extremes("config/airline.yaml", key)));
    return tests;
  }

  private static DynamicTest extremes(String config, String key) {
    return DynamicTest.dynamicTest(
        key + " of " + config,
        () -> {
          for (String value : EXTREMES) {
            CommandLineRun check = CommandLineRun.of("check", config, "--set", key + "=" + value);

            assertThat(check.exit()).as(value + ": " + check.err()).isIn(0, 2);
            assertThat(check.err()).as(value).doesNotContain("-2147483648");
          }
        });
  }

  @Test
  void aLayerThatDoesNotFitALongIsRefusedAtItsKey() {
    CommandLineRun check =
        CommandLineRun.of(
            "check", "config/reviews.yaml", "--set", "network[1].lstm.units=2147483647");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("network[1].lstm.units: expected a whole number from 1 to 1000000");
  }

  @Test
  void aBatchThatNoArrayHoldsIsRefused() {
    CommandLineRun check =
        CommandLineRun.of("check", "config/airline.yaml", "--set", "training.batch_size=1000000");
    CommandLineRun tooLarge =
        CommandLineRun.of(
            "check",
            "config/reviews.yaml",
            "--set",
            "data.input.text.mask=false",
            "--set",
            "data.input.text.max_length=1000000",
            "--set",
            "training.batch_size=10000");

    assertThat(check.exit()).isZero(); // 1,000,000 x 3 features x 24 steps = 72,000,000 numbers
    assertThat(tooLarge.exit()).isEqualTo(2);
    assertThat(tooLarge.err()).contains("training.batch_size: a batch of 10000 examples");
  }
}
