package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.Verdict.Outcome;
import dev.sluice.spec.BaselineSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void aForecastWorseThanABaselineIsCalledSo() {
    Verdict verdict =
        verdict(forecasts(40, 4.1), Map.of(new BaselineSpec.LastValue(), errors(40, 3.8)));

    assertThat(verdict.sentence())
        .isEqualTo("The model is worse than repeating the last value: MAE 4.1 against 3.8.");
    assertThat(verdict.outcome()).isEqualTo(Outcome.WORSE);
    assertThat(verdict.hasSkill()).isFalse();
  }

  @Test
  void theBestBaselineIsTheOneThatCounts() {
    Map<BaselineSpec, BaselineOutcome> baselines =
        Map.of(
            new BaselineSpec.LastValue(), errors(40, 77.77),
            new BaselineSpec.SeasonalNaive(), errors(40, 51.5),
            new BaselineSpec.Drift(), new BaselineOutcome.Absent("no reason"));

    assertThat(verdict(forecasts(40, 35.2), baselines))
        .isEqualTo(
            new Verdict(
                Outcome.BETTER,
                "The model is better than every baseline: MAE 35.2 against 51.5 for repeating the last season."));
    assertThat(verdict(forecasts(40, 60), baselines))
        .isEqualTo(
            new Verdict(
                Outcome.WORSE,
                "The model is worse than repeating the last season: MAE 60.0 against 51.5."));
  }

  @Test
  void aTieIsNoSkill() {
    Verdict verdict =
        verdict(forecasts(40, 3.8), Map.of(new BaselineSpec.Drift(), errors(40, 3.8)));

    assertThat(verdict.sentence())
        .isEqualTo(
            "The model is no better than continuing the line from the first to the last known value: MAE 3.8 for both.");
    assertThat(verdict.hasSkill()).isFalse();
    assertThat(
            verdict(forecasts(40, (float) 3.8), Map.of(new BaselineSpec.Drift(), errors(40, 3.8))))
        .isEqualTo(verdict); // rounding is no skill either, as of a start that was kept
  }

  @Test
  void fewWindowsCannotTellADifferenceFromChance() {
    assertThat(
            verdict(forecasts(9, 3.5), Map.of(new BaselineSpec.LastValue(), errors(9, 3.8)))
                .sentence())
        .isEqualTo(
            "The model is better than repeating the last value: MAE 3.5 against 3.8. 9 windows of 1 step are too few to tell that difference from chance.");
  }

  @Test
  void aDifferenceOfForecastsThatChangesItsSignMayBeChance() {
    double[] changing = new double[40]; // the model is better, worse, better, ...
    for (int w = 0; w < changing.length; w++) {
      changing[w] = w % 2 == 0 ? 1 : 4.9;
    }

    assertThat(
            verdict(forecasts(changing), Map.of(new BaselineSpec.LastValue(), errors(40, 3)))
                .sentence())
        .isEqualTo(
            "The model is better than repeating the last value: MAE 2.95 against 3.00. With 40 windows of 1 step, that difference may be due to chance.");
  }

  @Test
  void aBetterScoreThatMayBeChanceIsNoSkill() {
    Verdict chance = accuracies(500, 430, 22, 20); // 22 against 20 rows: 0.88
    Verdict tooFew =
        verdict(forecasts(9, 3.5), Map.of(new BaselineSpec.LastValue(), errors(9, 3.8)));

    assertThat(chance.outcome()).isEqualTo(Outcome.MAYBE_BETTER);
    assertThat(chance.outcome().word()).isEqualTo("maybe_better");
    assertThat(chance.hasSkill()).isFalse();
    assertThat(tooFew.outcome()).isEqualTo(Outcome.MAYBE_BETTER);
    assertThat(accuracies(500, 430, 30, 10).outcome()).isEqualTo(Outcome.BETTER); // 0.002
  }

  @Test
  void aWorseScoreThatMayBeChanceIsNotCalledWorse() {
    assertThat(accuracies(500, 430, 20, 22).outcome()).isEqualTo(Outcome.MAYBE_WORSE);
    assertThat(Outcome.MAYBE_WORSE.word()).isEqualTo("maybe_worse");
    assertThat(accuracies(500, 430, 10, 30).outcome()).isEqualTo(Outcome.WORSE);
  }

  @Test
  void severalColumnsAreComparedByMaseSinceTheirUnitsDiffer() {
    Forecasts model = ofTwoColumns(2, 10); // MASE (2 / 1 + 10 / 100) / 2
    Forecasts baseline = ofTwoColumns(1, 20); // MASE (1 / 1 + 20 / 100) / 2

    assertThat(verdict(model, Map.of(new BaselineSpec.LastValue(), predicted(baseline))).sentence())
        .isEqualTo("The model is worse than repeating the last value: MASE 1.05 against 0.60.");
  }

  @Test
  void classesAreComparedByAccuracyOnTheRowsThatOnlyOneGetsRight() {
    // the model alone is right on 30 rows, the baseline alone on 10: the chance is 0.002
    assertThat(accuracies(500, 430, 30, 10).sentence())
        .isEqualTo("The model is better than bag of words: accuracy 0.92 against 0.88.");
    // 22 and 20: 0.88
    assertThat(accuracies(500, 430, 22, 20).sentence())
        .isEqualTo(
            "The model is better than bag of words: accuracy 0.904 against 0.900. With 500 rows, that difference may be due to chance.");
    assertThat(accuracies(500, 430, 20, 22).sentence())
        .isEqualTo(
            "The model is worse than bag of words: accuracy 0.900 against 0.904. With 500 rows, that difference may be due to chance.");
    assertThat(accuracies(500, 430, 20, 20).sentence())
        .isEqualTo("The model is no better than bag of words: accuracy 0.9 for both.");
  }

  @Test
  void windowsThatOverlapAreFewerIndependentStretches() {
    Forecasts model = ofSteps(40, 12, 1);
    Forecasts baseline = ofSteps(40, 12, 2);

    assertThat(verdict(model, Map.of(new BaselineSpec.LastValue(), predicted(baseline))).sentence())
        .isEqualTo(
            "The model is better than repeating the last value: MAE 1 against 2. 40 windows of 12"
                + " steps are 3 independent stretches, too few to tell that difference from chance.");
  }

  @Test
  void differencesThatLastAreFewerIndependentStretches() {
    double[] lasting = new double[200]; // 40 better, 40 worse, ...
    for (int w = 0; w < lasting.length; w++) {
      lasting[w] = w / 40 % 2 == 0 ? 1 : 4.9;
    }

    assertThat(
            verdict(forecasts(lasting), Map.of(new BaselineSpec.LastValue(), errors(200, 3)))
                .sentence())
        .startsWith("The model is better than repeating the last value: MAE 2.56 against 3.00.")
        .containsPattern(
            " 200 windows of 1 step are \\d independent stretch(es)?, too few to tell");
  }

  @Test
  void aMetricThatSaysSomethingElseIsNamed() {
    int[] actual = new int[500];
    int[] model = new int[500]; // wrong in the last 40 rows, and as certain as in the others
    Arrays.fill(model, 460, 500, 1);
    double[] baseline = new double[500]; // wrong in the last 70, and unsure
    Arrays.fill(baseline, 0, 430, 0.2);
    Arrays.fill(baseline, 430, 500, 0.8);
    ClassPredictions certain = Samples.certain(Samples.TWO, actual, model);
    Map<String, Metric> metrics =
        Map.of(
            "accuracy", Metrics.find("accuracy").orElseThrow(),
            "log_loss", Metrics.find("log_loss").orElseThrow());
    Verdict.Contest contest = new Verdict.Contest(certain, metrics, certain.units());
    contest.add(new BaselineSpec.BagOfWords(), Samples.ofPositive(actual, baseline));

    assertThat(contest.verdict())
        .isEqualTo(
            new Verdict(
                Outcome.BETTER,
                "The model is better than bag of words: accuracy 0.92 against 0.86. By log_loss it"
                    + " is worse: 1.331 against 0.417."));
  }

  @Test
  void nearlyEqualNumbersGetTheDigitsThatTellThemApart() {
    assertThat(
            verdict(forecasts(40, 3.80001), Map.of(new BaselineSpec.LastValue(), errors(40, 3.8)))
                .sentence())
        .isEqualTo(
            "The model is worse than repeating the last value: MAE 3.80001 against 3.80000.");
    assertThat(
            verdict(
                    forecasts(40, 0.000123),
                    Map.of(new BaselineSpec.LastValue(), errors(40, 123456)))
                .sentence())
        .isEqualTo(
            "The model is better than repeating the last value: MAE 0.000123 against 123456.000000.");
  }

  @Test
  void largeAndSmallNumbersHaveFourDigitsAndAnExponent() {
    assertThat(sentence(1.23456e300, 2e300))
        .isEqualTo(
            "The model is better than repeating the last value: MAE 1.235e+300 against 2.000e+300.");
    assertThat(sentence(1e300, 3.8))
        .isEqualTo("The model is worse than repeating the last value: MAE 1.000e+300 against 3.8.");
    assertThat(sentence(0, 0.00001234))
        .isEqualTo("The model is better than repeating the last value: MAE 0 against 1.234e-05.");
    // alike in four digits
    assertThat(sentence(1.000012e15, 1.000011e15))
        .isEqualTo(
            "The model is worse than repeating the last value: MAE 1.000012e+15 against 1.000011e+15.");
    assertThat(sentence(1e15, 1e15))
        .isEqualTo("The model is no better than repeating the last value: MAE 1.000e+15 for both.");
    // seven digits tell them apart
    assertThat(sentence(9_999_996, 10_000_002))
        .isEqualTo(
            "The model is better than repeating the last value: MAE 9999996 against 1.000000e+07.");
  }

  @Test
  void withoutABaselineOrWithoutRowsThereIsNoVerdict() {
    assertThat(verdict(forecasts(40, 1), Map.of()))
        .isEqualTo(new Verdict(Outcome.UNKNOWN, "There is no baseline to compare the model with."));
    assertThat(verdict(forecasts(0, 1), Map.of(new BaselineSpec.LastValue(), errors(0, 1))))
        .isEqualTo(
            new Verdict(
                Outcome.UNKNOWN, "The model cannot be judged: there are no windows to score."));
    assertThat(
            verdict(forecasts(40, Double.NaN), Map.of(new BaselineSpec.LastValue(), errors(40, 1))))
        .isEqualTo(
            new Verdict(
                Outcome.UNKNOWN,
                "The model cannot be judged: the forecasts of 40 of 40 windows are not finite numbers."));
  }

  /** What is said of 40 windows with the one error, or with the other for the last value. */
  private static String sentence(double model, double lastValue) {
    return verdict(
            forecasts(40, model), Map.of(new BaselineSpec.LastValue(), errors(40, lastValue)))
        .sentence();
  }

  /** Windows of one step, each with this error. */
  private static Forecasts forecasts(int windows, double error) {
    double[] errors = new double[windows];
    Arrays.fill(errors, error);
    return forecasts(errors);
  }

  /** Windows of one step whose actual value is 0. */
  private static Forecasts forecasts(double[] errors) {
    return Samples.forecasts(
        new double[errors.length][1],
        Arrays.stream(errors).mapToObj(e -> new double[] {e}).toArray(double[][]::new));
  }

  /** Windows of several steps, each with this error. */
  private static Forecasts ofSteps(int windows, int steps, double error) {
    double[][] forecast = new double[windows][steps];
    Arrays.stream(forecast).forEach(window -> Arrays.fill(window, error));
    return Samples.forecasts(new double[windows][steps], forecast);
  }

  private static Forecasts ofTwoColumns(double first, double second) {
    double[][][] forecast = new double[40][1][];
    Arrays.stream(forecast).forEach(window -> window[0] = new double[] {first, second});
    return new Forecasts(
        List.of("wind", "rain"), new double[40][1][2], forecast, new double[] {1, 100});
  }

  private static BaselineOutcome errors(int windows, double error) {
    return predicted(forecasts(windows, error));
  }

  private static BaselineOutcome predicted(Predictions predictions) {
    return new BaselineOutcome.Predicted(predictions, Optional.empty());
  }

  /** The verdict where both are right on some rows, one alone on others and none on the rest. */
  private static Verdict accuracies(int rows, int both, int onlyModel, int onlyBaseline) {
    int[] model = new int[rows]; // every row has class 0
    int[] baseline = new int[rows];
    Arrays.fill(model, both + onlyModel, rows, 1);
    Arrays.fill(baseline, both, both + onlyModel, 1);
    Arrays.fill(baseline, both + onlyModel + onlyBaseline, rows, 1);
    return verdict(
        Samples.certain(Samples.TWO, new int[rows], model),
        Map.of(
            new BaselineSpec.BagOfWords(),
            predicted(Samples.certain(Samples.TWO, new int[rows], baseline))));
  }

  private static Verdict verdict(Predictions model, Map<BaselineSpec, BaselineOutcome> baselines) {
    Verdict.Contest contest = new Verdict.Contest(model);
    baselines.forEach(
        (baseline, outcome) -> {
          if (outcome instanceof BaselineOutcome.Predicted p) {
            contest.add(baseline, p.predictions());
          }
        });
    return contest.verdict();
  }
}
