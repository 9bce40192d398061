package dev.sluice.predict;

import dev.sluice.data.Dataset;
import dev.sluice.data.Part;
import dev.sluice.data.series.SeriesDataset;
import dev.sluice.data.series.SeriesExamples;
import dev.sluice.data.text.TextDataset;
import dev.sluice.data.text.TextExamples;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassBaselines;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.SeriesBaselines;
import dev.sluice.evaluate.SeriesHistory;
import dev.sluice.spec.EvaluationSpec.Baseline;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Scores predictions beside the baselines, which learn from the training part like the model. */
public final class TestScores {
  private TestScores() {}

  /**
   * @param predictions of the test part, as {@link Outcomes} gave them
   */
  public static Evaluation of(EvaluationPlan plan, Dataset data, Predictions predictions) {
    return Evaluation.of(plan, predictions, baselines(plan, data, predictions));
  }

  private static Map<Baseline, BaselineOutcome> baselines(
      EvaluationPlan plan, Dataset data, Predictions predictions) {
    if (data instanceof TextDataset texts) {
      return ClassBaselines.all(
          plan.baselines(),
          texts.pipeline().classes(),
          labelled(texts.examples(Part.TRAINING)),
          labelled(texts.examples(Part.VALIDATION)),
          labelled(texts.examples(Part.TEST)));
    }
    SeriesExamples test = ((SeriesDataset) data).examples(Part.TEST);
    return SeriesBaselines.all(
        plan.baselines(), history(test), plan.season(), (Forecasts) predictions);
  }

  private static LabelledTexts labelled(TextExamples texts) {
    List<List<String>> tokens = IntStream.range(0, texts.size()).mapToObj(texts::tokens).toList();
    return new LabelledTexts(tokens, texts.labels());
  }

  static SeriesHistory history(SeriesExamples windows) {
    int[] cutoffs = IntStream.range(0, windows.size()).map(windows::cutoffRow).toArray();
    return new SeriesHistory(windows.targetRows(), cutoffs, windows.horizon(), windows.gap());
  }
}
