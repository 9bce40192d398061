package dev.sluice.report;

import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.ClassEvaluation.Bin;
import dev.sluice.run.ClassEvaluation.Curves;
import dev.sluice.run.ClassEvaluation.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** How good the probabilities of classes are: ROC and PR curves, reliability, thresholds. */
final class ProbabilitySection {
  private ProbabilitySection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.evaluation().map(evaluation -> of(evaluation, run.unit()));
  }

  /**
   * @param unit what is counted, such as rows
   */
  private static Section of(ClassEvaluation evaluation, String unit) {
    Tag section = Section.begin();
    Map<String, Object> charts = new LinkedHashMap<>();
    if (!evaluation.curves().isEmpty()) {
      addCurves(section, charts, evaluation, unit);
    }
    if (!evaluation.confidence().isEmpty()) {
      addReliability(section, charts, evaluation, unit);
    }
    if (!evaluation.thresholds().isEmpty()) {
      addThresholds(section, charts, evaluation);
    }
    return new Section("Probabilities", section, charts);
  }

  private static void addCurves(
      Tag section, Map<String, Object> charts, ClassEvaluation evaluation, String unit) {
    Map<String, List<List<Double>>> roc = new LinkedHashMap<>();
    Map<String, List<List<Double>>> precision = new LinkedHashMap<>();
    for (Curves curves : evaluation.curves()) {
      roc.put(curves.name(), points(curves.falsePositiveRate(), curves.truePositiveRate()));
      precision.put(curves.name(), points(curves.recall(), curves.precision()));
    }
    section.add(Tag.of("h3", "ROC and precision-recall curves"));
    section.add(
        new Tag("div")
            .classed("grid")
            .add(Section.chart("roc", "The ROC curve of each class against the rest"))
            .add(Section.chart("precision-recall", "Precision by recall of each class")));
    charts.put("roc", Charts.shares("ROC", "false positive rate", "true positive rate", roc, true));
    charts.put(
        "precision-recall",
        Charts.shares("Precision and recall", "recall", "precision", precision, false));
    section.add(
        Section.note(
            "Each point is a threshold of the probability. A model that guesses is on the dashed"
                + " line; a perfect one passes through the upper left corner, for precision and"
                + " recall through the upper right one."));
    evaluation.chosen().ifPresent(chosen -> section.add(Section.note(chosen)));
    DataTable areas =
        new DataTable(
            List.of(
                "Class", "#" + Section.capitalised(unit), "#Area under ROC", "#Average precision"));
    evaluation
        .areas()
        .forEach(
            (name, area) ->
                areas.row(
                    List.of(
                        name,
                        Figures.count(area.rows()),
                        shown(area.rocAuc()),
                        shown(area.averagePrecision()))));
    section.add(Section.folded("Areas under the curves", areas.tag()));
  }

  private static List<List<Double>> points(List<Double> x, List<Double> y) {
    return IntStream.range(0, x.size()).mapToObj(i -> Charts.point(x.get(i), y.get(i))).toList();
  }

  private static void addReliability(
      Tag section, Map<String, Object> charts, ClassEvaluation evaluation, String unit) {
    Map<String, List<List<Double>>> lines = new LinkedHashMap<>();
    lines.put("predicted class", points(evaluation.confidence()));
    evaluation.positive().ifPresent(name -> lines.put(name, points(evaluation.reliability())));
    evaluation
        .calibration()
        .ifPresent(
            made -> lines.put("predicted class, uncalibrated", points(made.confidenceBefore())));
    section.add(Tag.of("h3", "Reliability"));
    section.add(
        new Tag("div")
            .classed("grid")
            .add(
                Section.chart(
                    "reliability",
                    "Share of %s with the predicted class, by its probability".formatted(unit)))
            .add(
                Section.chart(
                    "confidence",
                    Section.capitalised(unit) + " by the probability of the predicted class")));
    charts.put(
        "reliability",
        Charts.shares("Observed share", "predicted probability", "share of " + unit, lines, true));
    charts.put(
        "confidence",
        Charts.bars(
            Section.capitalised(unit) + " by probability of the predicted class",
            evaluation.confidence().stream().map(ProbabilitySection::range).toList(),
            evaluation.confidence().stream().map(Bin::rows).toList()));
    section.add(
        Section.note(
            "Probabilities are calibrated where the line is on the dashed one: of "
                + unit
                + " with 80%, 80% should be right. Below it, the model is overconfident."));
    DataTable bins =
        new DataTable(
            List.of(
                "Probability",
                "#" + Section.capitalised(unit),
                "#Mean probability",
                "#Share right"));
    evaluation
        .confidence()
        .forEach(
            bin ->
                bins.row(
                    List.of(
                        range(bin),
                        Figures.count(bin.rows()),
                        Figures.number(bin.said(), 4),
                        Figures.number(bin.so(), 4))));
    section.add(Section.folded("The predicted class by its probability", bins.tag()));
    evaluation
        .calibration()
        .ifPresent(
            made -> {
              Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
              made.before()
                  .forEach(
                      (metric, before) -> {
                        Map<String, Double> row = new LinkedHashMap<>();
                        row.put("without", before);
                        if (made.after().containsKey(metric)) {
                          row.put("with", made.after().get(metric));
                        }
                        rows.put(metric, row);
                      });
              section.add(
                  Section.note(
                      "Logits are divided by a temperature of %s, chosen on the validation part."
                          .formatted(Figures.number(made.temperature()))));
              section.add(NumberTable.of("Calibration", rows));
            });
  }

  private static List<List<Double>> points(List<Bin> bins) {
    return bins.stream()
        .filter(bin -> bin.rows() > 0)
        .map(bin -> Charts.point(bin.said(), bin.so()))
        .toList();
  }

  private static String range(Bin bin) {
    return Figures.number(bin.from(), 2) + " to " + Figures.number(bin.to(), 2);
  }

  private static void addThresholds(
      Tag section, Map<String, Object> charts, ClassEvaluation evaluation) {
    section.add(
        Tag.of("h3", "Thresholds of " + evaluation.positive().orElse("the positive class")));
    evaluation.operatingPoint().ifPresent(point -> section.add(Tag.of("p", point.sentence())));
    Map<String, List<List<Double>>> lines = new LinkedHashMap<>();
    DataTable table =
        new DataTable(
            List.of(
                "#Threshold",
                "#Precision",
                "#Recall",
                "#F1",
                "#Accuracy",
                "#True positives",
                "#False positives",
                "#False negatives",
                "#True negatives"));
    for (Threshold at : evaluation.thresholds()) {
      add(lines, "precision", at, at.precision());
      add(lines, "recall", at, at.recall());
      add(lines, "F1", at, at.f1());
      table.row(
          List.of(
              Figures.number(at.threshold(), 4),
              shown(at.precision()),
              shown(at.recall()),
              shown(at.f1()),
              shown(at.accuracy()),
              Figures.count(at.truePositives()),
              Figures.count(at.falsePositives()),
              Figures.count(at.falseNegatives()),
              Figures.count(at.trueNegatives())));
    }
    section.add(Section.chart("thresholds", "Precision, recall and F1 by threshold"));
    charts.put(
        "thresholds", Charts.shares("Scores by threshold", "threshold", "score", lines, false));
    section.add(Section.folded("Thresholds as a table", table.tag()));
  }

  private static void add(
      Map<String, List<List<Double>>> lines, String name, Threshold at, Optional<Double> value) {
    if (value.isPresent() && at.threshold() <= 1) {
      lines
          .computeIfAbsent(name, none -> new ArrayList<>())
          .add(Charts.point(at.threshold(), value.get()));
    }
  }

  private static String shown(Optional<Double> value) {
    return value.map(number -> Figures.number(number, 4)).orElse(Figures.NONE);
  }
}
