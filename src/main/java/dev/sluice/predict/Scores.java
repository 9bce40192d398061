package dev.sluice.predict;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassBaselines;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.SeriesBaselines;
import dev.sluice.evaluate.SeriesHistory;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Examples;
import dev.sluice.frame.Part;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.input.text.TextDataset;
import dev.sluice.input.text.TextExamples;
import dev.sluice.spec.EvaluationSpec.Baseline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scores predictions beside the baselines, which learn from the training part like the model. */
public final class Scores {
  private Scores() {}

  /** Scores the predictions of the test part. */
  public static Evaluation ofTestPart(EvaluationPlan plan, Dataset data, Predictions predictions) {
    return of(plan, Optional.of(data), data.examples(Part.TEST), predictions);
  }

  /**
   * Scores predictions of any rows.
   *
   * @param training the data that the model was trained on, for the baselines of classes; without
   *     it they are absent, and say so. Those of forecasts need the scored rows only.
   * @param scored the examples that were predicted
   * @param predictions of these examples, as {@link Outcomes} gave them
   */
  public static Evaluation of(
      EvaluationPlan plan, Optional<Dataset> training, Examples scored, Predictions predictions) {
    return Evaluation.of(plan, predictions, baselines(plan, training, scored, predictions));
  }

  private static Map<Baseline, BaselineOutcome> baselines(
      EvaluationPlan plan, Optional<Dataset> training, Examples scored, Predictions predictions) {
    if (scored instanceof SeriesExamples windows) {
      return SeriesBaselines.all(
          plan.baselines(), history(windows), plan.season(), (Forecasts) predictions);
    }
    if (training.isEmpty()) {
      return plan.baselines().stream()
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  baseline ->
                      new BaselineOutcome.Absent("the data of the training are not at hand")));
    }
    TextDataset texts = (TextDataset) training.get();
    return ClassBaselines.all(
        plan.baselines(),
        texts.pipeline().classes(),
        labelled(texts.examples(Part.TRAINING)),
        labelled(texts.examples(Part.VALIDATION)),
        labelled((TextExamples) scored));
  }

  private static LabelledTexts labelled(TextExamples texts) {
    List<List<String>> tokens = IntStream.range(0, texts.size()).mapToObj(texts::tokens).toList();
    return new LabelledTexts(tokens, texts.labels());
  }

  private static SeriesHistory history(SeriesExamples windows) {
    int[] cutoffs = IntStream.range(0, windows.size()).map(windows::cutoffRow).toArray();
    return new SeriesHistory(windows.targetRows(), cutoffs, windows.horizon(), windows.gap());
  }
}
