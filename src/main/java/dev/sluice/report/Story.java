package dev.sluice.report;

import dev.sluice.evaluate.BaselineNames;
import dev.sluice.problem.Shortened;
import dev.sluice.run.TestScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How good the model is, in sentences for people who do not know the metrics. */
final class Story {
  private static final int LONGEST_NAME = 40; // characters of a class

  /**
   * A metric in words.
   *
   * @param model a sentence without its full stop; {@code %s} is the value
   * @param baseline the text after the name of a baseline
   */
  private record Measure(String metric, String model, String baseline, boolean share) {}

  private static final Measure RIGHT_ROWS =
      new Measure("accuracy", "Right %s of the time", "is right %s of the time", true);
  private static final Measure RIGHT_TOKENS =
      new Measure("accuracy", "Right for %s of the tokens", "is right for %s", true);
  private static final Measure ALL_LABELS =
      new Measure(
          "subset_accuracy",
          "All labels of a row are right %s of the time",
          "gets them all right %s of the time",
          true);
  private static final Measure OFF_BY =
      new Measure("mae", "Off by %s on average", "is off by %s", false);
  private static final Measure TIMES_NAIVE =
      new Measure(
          "mase",
          "The mean error is %s times that of repeating the last season on the training part",
          "is at %s",
          false);
  private static final Measure EXACT =
      new Measure(
          "exact_match",
          "Writes exactly the reference %s of the time",
          "does so %s of the time",
          true);
  private static final Measure SHARED_WORDING =
      new Measure("bleu", "BLEU is %s of 100", "has %s", false);
  private static final Measure UNSURE =
      new Measure(
          "perplexity",
          "Perplexity: at each token, as uncertain as between %s equally likely ones",
          "is as uncertain as between %s",
          false);

  private static final Map<String, List<Measure>> TASKS =
      Map.of(
          "classes", List.of(RIGHT_ROWS),
          "labels", List.of(ALL_LABELS),
          "tags", List.of(RIGHT_TOKENS),
          "number", List.of(OFF_BY),
          "forecast", List.of(OFF_BY, TIMES_NAIVE),
          "text", List.of(EXACT, SHARED_WORDING),
          "next", List.of(UNSURE));

  private Story() {}

  /** Empty without a test part, or if no metric has words. */
  static List<String> of(ReportedRun run) {
    return run.test()
        .flatMap(test -> measure(run, test).map(measure -> sentences(run, test, measure)))
        .orElse(List.of());
  }

  /** Errors of several columns or series have no common unit. */
  private static Optional<Measure> measure(ReportedRun run, TestScores test) {
    boolean units = test.byColumn().size() < 2 && test.bySeries().size() < 2;
    return TASKS.getOrDefault(run.task(), List.of()).stream()
        .filter(measure -> units || measure != OFF_BY)
        .filter(measure -> measure != EXACT || mostAreExact(test))
        .filter(measure -> test.metrics().containsKey(measure.metric()))
        .findFirst();
  }

  /**
   * Exact texts count for dates and numbers; hardly any translation is exact, and none has to be.
   */
  private static boolean mostAreExact(TestScores test) {
    return test.metrics().getOrDefault("exact_match", 0.0) > 0.5
        || !test.metrics().containsKey("bleu");
  }

  private static List<String> sentences(ReportedRun run, TestScores test, Measure measure) {
    Map<String, Double> others = new LinkedHashMap<>(); // by the words for the baseline
    test.baselines()
        .forEach(
            (name, scores) -> {
              if (scores.containsKey(measure.metric())) {
                others.put(words(run, name), scores.get(measure.metric()));
              }
            });
    double value = test.metrics().get(measure.metric());
    List<Double> all = new ArrayList<>(others.values());
    all.add(value);
    int decimals = Figures.decimals(all);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        measure.model().formatted(shown(measure, value, decimals))
            + interval(test, measure, decimals)
            + counted(run, test)
            + ".");
    List<String> compared = new ArrayList<>();
    others.forEach(
        (words, score) -> {
          String number = shown(measure, score, decimals);
          compared.add(
              compared.isEmpty()
                  ? Section.capitalised(words) + " " + measure.baseline().formatted(number)
                  : words + " " + number);
        });
    if (!compared.isEmpty()) {
      sentences.add(String.join("; ", compared) + ".");
    }
    return sentences;
  }

  /** In brackets, after the value; empty if the score has none. */
  private static String interval(TestScores test, Measure measure, int decimals) {
    List<Double> ends = test.intervals().get(measure.metric());
    return ends == null
        ? ""
        : " (%s to %s, 95%% interval)"
            .formatted(
                shown(measure, ends.get(0), decimals), shown(measure, ends.get(1), decimals));
  }

  /** What the share refers to: rows, if it is a share of rows. */
  private static String counted(ReportedRun run, TestScores test) {
    if (!run.task().equals("classes")) {
      return run.task().equals("forecast") && test.byStep().size() > 1
          ? ", up to %s steps ahead".formatted(Figures.count(test.byStep().size()))
          : "";
    }
    long right = 0;
    for (int c = 0; c < test.classes().size(); c++) {
      right += test.confusion().get(c).get(c);
    }
    return ": %s of %s test %s"
        .formatted(Figures.count(right), Figures.count(test.size()), run.unit());
  }

  private static String words(ReportedRun run, String baseline) {
    Optional<String> frequent =
        run.data()
            .filter(data -> baseline.equals("majority"))
            .flatMap(ClassCounts::of)
            .flatMap(ClassCounts::mostFrequent);
    return frequent
        .map(name -> "always predicting '%s'".formatted(Shortened.to(LONGEST_NAME, name)))
        .orElseGet(() -> BaselineNames.inWords(baseline));
  }

  private static String shown(Measure measure, double value, int decimals) {
    return measure.share() ? Figures.percent(value) : Figures.number(value, decimals);
  }
}
