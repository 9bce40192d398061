package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Part;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.TextExplanation;
import dev.sluice.run.Explanations;
import dev.sluice.run.TestScores;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words behind the worst mistakes of a classifier of texts that was just trained. */
final class ExplainedMistakes {
  private static final int MOST = 5;
  private static final int MOST_TOKENS = 1000; // of a text
  private static final int MOST_PASSES = 200; // of a text
  private static final int LONGEST_TOKEN = 100; // characters

  /** What all may cost: of the tokens that the training read, forward and back as here. */
  private static final double SHARE = 0.05;

  /** What they may cost after however short a training: tokens. */
  private static final long ALWAYS = 50_000;

  private ExplainedMistakes() {}

  /**
   * Counts work, not time: a run that is resumed writes the same.
   *
   * @param predictions of the test part
   * @return empty if the model does not classify texts, or made no mistake
   */
  static Optional<Explanations> of(
      Experiment experiment, TrainedNetwork trained, Predictions predictions, Patience patience) {
    Examples test = experiment.data().examples(Part.TEST);
    if (trained.pipeline().target().explained().isEmpty() || test.input().texts().isEmpty()) {
      return Optional.empty();
    }
    List<TestScores.Mistake> mistakes = trained.pipeline().target().mistakes(test, predictions);
    if (mistakes.isEmpty()) {
      return Optional.empty();
    }
    if (!Explainer.explains(trained.pipeline(), trained.network())) {
      return Optional.of(
          new Explanations(List.of(), Optional.of("An average of networks cannot be explained")));
    }
    try (Explainer explainer = Explainer.of(trained.pipeline(), trained.network())) {
      return Optional.of(
          of(
              explainer,
              test,
              mistakes.subList(0, Math.min(MOST, mistakes.size())),
              predictions.as(ClassPredictions.class),
              tokens(experiment, trained),
              patience));
    }
  }

  private static Explanations of(
      Explainer explainer,
      Examples test,
      List<TestScores.Mistake> mistakes,
      ClassPredictions predictions,
      long tokens,
      Patience patience) {
    Texts texts = test.input().texts().orElseThrow();
    Map<Long, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      numbers.put((long) texts.recordNumber(i), i);
    }
    List<Explanations.Mistake> explained = new ArrayList<>();
    long left = tokens;
    int tooLong = 0;
    int tooDear = 0;
    for (TestScores.Mistake mistake : mistakes) {
      patience.check();
      int example = numbers.get(mistake.row());
      int length = Math.max(1, texts.length(example));
      int passes = (int) Math.min(MOST_PASSES, left / length);
      if (length > MOST_TOKENS) {
        tooLong++;
      } else if (passes < Explainer.FEWEST_PASSES) {
        tooDear++;
      } else {
        TextExplanation why =
            explainer.explain(test, example, prediction(predictions, example), passes);
        left -= (long) why.passes() * length;
        explained.add(
            new Explanations.Mistake(
                mistake.row(), mistake.actual(), why.recorded().withTokensUpTo(LONGEST_TOKEN)));
      }
    }
    return new Explanations(explained, leftOut(tooLong, tooDear));
  }

  private static Optional<String> leftOut(int tooLong, int tooDear) {
    List<String> why = new ArrayList<>();
    if (tooLong > 0) {
      why.add("%s of more than %s tokens".formatted(texts(tooLong), MOST_TOKENS));
    }
    if (tooDear > 0) {
      why.add(
          "%s whose explanation would take long compared with this training"
              .formatted(texts(tooDear)));
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Without " + String.join(" and ", why) + "; sluice explain has no such limit");
  }

  private static String texts(int count) {
    return count == 1 ? "one text" : count + " texts";
  }

  private static ClassPrediction prediction(ClassPredictions predictions, int example) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    List<String> classes = predictions.classes();
    for (int c = 0; c < classes.size(); c++) {
      probabilities.put(classes.get(c), predictions.probabilities()[example][c]);
    }
    return new ClassPrediction(classes.get(predictions.predicted(example)), probabilities);
  }

  /** Of all passes together. */
  private static long tokens(Experiment experiment, TrainedNetwork trained) {
    Examples training = experiment.data().examples(Part.TRAINING);
    long ofEpoch =
        training
            .steps()
            .map(steps -> Arrays.stream(steps).asLongStream().sum())
            .orElse((long) training.size() * experiment.network().input().steps());
    return Math.max(ALWAYS, (long) (SHARE * ofEpoch * trained.epochs().size()));
  }
}
