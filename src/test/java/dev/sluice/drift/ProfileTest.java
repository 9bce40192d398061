package dev.sluice.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  private static final int TRAINING = 3000;
  private static final int HELD_OUT = 800;

  /** What is done to rows before they are looked at. */
  private enum Shift {
    NONE,
    LENGTHS_DOUBLED,
    HALF_UNKNOWN,
    COLUMN_BY_HALF_MORE,
    CLASS_FROM_50_TO_80
  }

  private static List<Observed> rows(Random random, int rows, Shift shift, double unknown) {
    double[] lengths = new double[rows];
    double[] unknownShares = new double[rows];
    double[] column = new double[rows];
    Map<String, Long> classes = new LinkedHashMap<>(Map.of("yes", 0L, "no", 0L));
    for (int i = 0; i < rows; i++) {
      int length = (int) Math.ceil(Math.exp(3 + 0.6 * random.nextGaussian()));
      lengths[i] = shift == Shift.LENGTHS_DOUBLED ? 2 * length : length;
      double of = shift == Shift.HALF_UNKNOWN ? 0.5 : unknown;
      int found = 0;
      for (int t = 0; t < length; t++) {
        found += random.nextDouble() < of ? 1 : 0;
      }
      unknownShares[i] = (double) found / length;
      column[i] = 10 + 4 * random.nextGaussian();
      column[i] *= shift == Shift.COLUMN_BY_HALF_MORE ? 1.5 : 1;
      double yes = shift == Shift.CLASS_FROM_50_TO_80 ? 0.8 : 0.5;
      classes.merge(random.nextDouble() < yes ? "yes" : "no", 1L, Long::sum);
    }
    List<Observed> observed = new ArrayList<>();
    observed.add(Observed.numbers(Watched.INPUT, "length", lengths));
    observed.add(Observed.numbers(Watched.INPUT, "unknown", unknownShares).besideHeldOut());
    observed.addAll(Observed.column("x", column, /* inOrder= */ false));
    observed.add(Observed.categories(Watched.PREDICTION, "class", classes));
    return observed;
  }

  /** Few tokens of the training part are unknown, as the vocabulary was learned from it. */
  private static Profile profile(Random random) {
    return Profile.of(
        rows(random, TRAINING, Shift.NONE, 0.01),
        TRAINING,
        rows(random, HELD_OUT, Shift.NONE, 0.05),
        "test",
        HELD_OUT);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 500, 5000})
  void freshRowsOfTheSameDistributionHaveNotDrifted(int rows) {
    Random random = new Random(rows);
    int drifts = 0;
    for (int draw = 0; draw < 100; draw++) {
      Profile profile = profile(random);
      drifts +=
          profile.compare(rows(random, rows, Shift.NONE, 0.05), rows, List.of()).drift() ? 1 : 0;
    }

    assertThat(drifts).isLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "LENGTHS_DOUBLED, length",
    "HALF_UNKNOWN, unknown",
    "COLUMN_BY_HALF_MORE, 'x'",
    "CLASS_FROM_50_TO_80, class"
  })
  void plantedShiftsAreFoundAndNothingElse(Shift shift, String name) {
    String quantity = name.equals("x") ? "'x'" : name;
    for (int rows : new int[] {50, 500, 5000}) {
      Random random = new Random(rows);
      int found = 0;
      int others = 0;
      for (int draw = 0; draw < 20; draw++) {
        DriftReport report =
            profile(random).compare(rows(random, rows, shift, 0.05), rows, List.of());
        List<String> drifted =
            report.checks().stream()
                .filter(DriftReport.Check::drift)
                .map(DriftReport.Check::name)
                .toList();
        found += drifted.contains(quantity) ? 1 : 0;
        others += drifted.size() - (drifted.contains(quantity) ? 1 : 0);
      }
      // at 50 rows a draw of 80% may come out as 66%, which chance explains
      assertThat(found).as("%s rows", rows).isGreaterThanOrEqualTo(rows == 50 ? 16 : 20);
      assertThat(others).as("%s rows", rows).isLessThanOrEqualTo(1);
    }
  }

  /** Each value is like the one before: 300 rows say as much as some 8 independent ones. */
  @Test
  void wanderingSeriesAreNotTakenForDrift() {
    int drifts = 0;
    for (int draw = 0; draw < 50; draw++) {
      double[] all = new double[2300];
      Random random = new Random(draw);
      for (int t = 1; t < all.length; t++) {
        all[t] = 0.95 * all[t - 1] + random.nextGaussian();
      }
      Profile profile =
          Profile.of(
              Observed.column("load", Arrays.copyOf(all, 2000), /* inOrder= */ true),
              2000,
              List.of(),
              Profile.NONE,
              0);
      double[] later = Arrays.copyOfRange(all, 2000, 2300);
      drifts +=
          profile.compare(Observed.column("load", later, true), 300, List.of()).drift() ? 1 : 0;
    }

    assertThat(drifts).isLessThanOrEqualTo(2);
  }

  @Test
  void effectsAreDistances() {
    Profile profile =
        Profile.of(
            List.of(
                Observed.numbers(Watched.INPUT, "x", new double[] {0, 2, 0, 2}),
                Observed.categories(Watched.INPUT, "c", Map.of("a", 2L))),
            4,
            List.of(),
            Profile.NONE,
            0);

    DriftReport report =
        profile.compare(
            List.of(
                Observed.numbers(Watched.INPUT, "x", new double[] {3, 5}),
                Observed.categories(Watched.INPUT, "c", Map.of("b", 1L))),
            2,
            List.of());

    // x: all mass moves by 3, the deviation is 1; c: nothing in common
    assertThat(report.checks().get(0).effect()).isCloseTo(3, within(1e-12));
    assertThat(report.checks().get(1).effect()).isCloseTo(1, within(1e-12));
    assertThat(report.drift()).as("of two rows").isFalse();
    assertThat(report.remarks())
        .containsExactly(
            "x: 100.0% of the new values are outside of 0 to 2",
            "with 2 rows, only large changes can be detected");
  }

  @Test
  void whatIsBetterThanInTrainingIsNoDriftAndIsSaidToBeBetter() {
    double[] low = new double[400];
    double[] high = new double[400];
    Arrays.setAll(low, i -> i % 10);
    Arrays.setAll(high, i -> 20 + i % 10);
    Map<String, Long> half = Map.of("right", 200L, "wrong", 200L);
    Map<String, Long> most = Map.of("right", 390L, "wrong", 10L);

    assertThat(verdict(errors(high).betterLow(), errors(low).betterLow())).isEqualTo("better");
    assertThat(verdict(errors(low).betterLow(), errors(high).betterLow())).isEqualTo("drift");
    assertThat(verdict(errors(low).betterHigh(), errors(high).betterHigh())).isEqualTo("better");
    assertThat(verdict(errors(high), errors(low))).isEqualTo("drift");
    assertThat(verdict(answers(half), answers(most))).isEqualTo("better");
    assertThat(verdict(answers(most), answers(half))).isEqualTo("drift");
    assertThat(verdict(answers(half), answers(half))).isEqualTo("no drift");
  }

  @Test
  void accuracyIsTheShareOfRightAnswersWhicheverWayItChanged() {
    Map<String, Long> few = Map.of("wrong", 300L, "right", 100L);
    Map<String, Long> all = Map.of("right", 400L);

    assertThat(shown(few, all)).isEqualTo("25.0% right to 100.0% right");
    assertThat(shown(all, few)).isEqualTo("100.0% right to 25.0% right");
    assertThat(shown(few, Map.of("wrong", 4L))).isEqualTo("25.0% right to 0.0% right");
  }

  private static String shown(Map<String, Long> training, Map<String, Long> now) {
    DriftReport.Check check =
        Profile.of(List.of(), 0, List.of(answers(training)), "test", 400)
            .compare(List.of(answers(now)), 400, List.of())
            .checks()
            .get(0);
    return check.before() + " to " + check.now();
  }

  private static Observed.Numbers errors(double[] values) {
    return Observed.numbers(Watched.ERROR, "error", values);
  }

  private static Observed answers(Map<String, Long> counts) {
    return Observed.categories(Watched.ERROR, "accuracy", counts).betterWithMore("right");
  }

  private static String verdict(Observed training, Observed now) {
    DriftReport.Check check =
        Profile.of(List.of(), 0, List.of(training), "test", 400)
            .compare(List.of(now), 400, List.of())
            .checks()
            .get(0);
    assertThat(check.shownP()).isEqualTo(check.p() < 0.5 ? "< .001" : "1.000");
    return check.verdict();
  }

  /** Fisher's exact test of 3 of 3 against 0 of 3: 2 of the 20 ways to draw 3 of 6. */
  @Test
  void fewRowsAreTestedExactly() {
    assertThat(Shares.p(new long[] {3, 0}, new long[] {0, 3})).isCloseTo(0.1, within(1e-9));
    assertThat(Shares.p(new long[] {5, 0}, new long[] {7, 0})).isEqualTo(1);
    // chi-squared: each count is 10 from the 50 expected, 4 * 100 / 50 = 8
    assertThat(Shares.p(new long[] {60, 40}, new long[] {40, 60}))
        .isCloseTo(0.004678, within(1e-6));
  }

  /** 3 * 0.01, then 2 * 0.02, then the larger of 0.03 and what came before. */
  @Test
  void probabilitiesAreCorrectedByHolm() {
    assertThat(DriftReport.holm(new double[] {0.03, 0.01, 0.02}))
        .containsExactly(new double[] {0.04, 0.03, 0.04}, within(1e-12));
  }

  @Test
  void constantColumnsAndColumnsWithoutValuesAreCompared() {
    double[] constant = new double[200];
    double[] other = new double[200];
    Arrays.fill(other, 1);
    double[] none = new double[200];
    Arrays.fill(none, Double.NaN);
    Profile profile =
        Profile.of(Observed.column("x", constant, false), 200, List.of(), Profile.NONE, 0);

    assertThat(profile.compare(Observed.column("x", constant, false), 200, List.of()).drift())
        .isFalse();
    assertThat(profile.compare(Observed.column("x", other, false), 200, List.of()).sentence())
        .isEqualTo("Drift in 1 of 2 checks of 200 rows: 'x'.");
    assertThat(profile.compare(Observed.column("x", none, false), 200, List.of()).sentence())
        .isEqualTo("Drift in 1 of 1 checks of 200 rows: missing of 'x'.");
  }

  @Test
  void oneRowIsCalledSo() {
    Profile profile =
        Profile.of(
            Observed.column("x", new double[] {1, 2, 3}, false), 3, List.of(), Profile.NONE, 0);

    DriftReport one = profile.compare(Observed.column("x", new double[] {2}, false), 1, List.of());

    assertThat(one.sentence()).endsWith(" checks of 1 row.");
    assertThat(one.remarks()).contains("with 1 row, only large changes can be detected");
  }

  @Test
  void whatIsWrittenIsReadAndWhatIsDamagedIsRefused() {
    Profile profile = profile(new Random(1));
    JsonNode json = profile.toJson();

    assertThat(Profile.fromJson(json).toJson()).isEqualTo(json);
    ObjectNode newer = json.deepCopy();
    newer.put("version", 2);
    assertThatThrownBy(() -> Profile.fromJson(newer))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the profile has version 2, this Sluice reads up to 1");
    for (String key : List.of("count", "deviation", "dependence", "of", "edges")) {
      ObjectNode damaged = json.deepCopy();
      ((ObjectNode) damaged.get("quantities").get(0)).put(key, -1e300);
      assertThatThrownBy(() -> Profile.fromJson(damaged))
          .as(key)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("the profile of the training rows is damaged");
    }
  }
}
