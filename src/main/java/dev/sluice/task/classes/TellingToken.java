package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Warns about a token that occurs in nearly all texts of one class and hardly anywhere else. The
 * rule "the class is c if the token is there" is judged by its F1 on the training part.
 */
final class TellingToken implements ClassCheck {
  private static final double LEAST_F1 = 0.95;
  private static final int LEAST_TEXTS = 10; // of the class: in a few texts it may be coincidence

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    Optional<Texts> texts = parts.get(Part.TRAINING).input().texts();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    Texts training = texts.get();
    int classes = target.names().size();
    int size = training.vocabularySize();
    int[] labels = FittedClasses.indexes(parts.get(Part.TRAINING));
    int[] all = new int[size]; // texts with the token
    List<List<Integer>> ofClass = new ArrayList<>(); // the texts of each class
    for (int c = 0; c < classes; c++) {
      ofClass.add(new ArrayList<>());
    }
    for (int i = 0; i < training.size(); i++) {
      ofClass.get(labels[i]).add(i);
      Arrays.stream(training.ids(i)).distinct().forEach(id -> all[id]++);
    }
    double best = 0;
    int bestId = 0;
    int bestClass = 0;
    int bestTexts = 0;
    int[] withToken =
        new int[size]; // of one class, with the token; a table of all classes may be huge
    for (int c = 0; c < classes; c++) {
      if (ofClass.get(c).size() < LEAST_TEXTS) {
        continue;
      }
      Arrays.fill(withToken, 0);
      for (int i : ofClass.get(c)) {
        Arrays.stream(training.ids(i)).distinct().forEach(id -> withToken[id]++);
      }
      for (int id = training.firstToken(); id < size; id++) {
        double f1 = 2.0 * withToken[id] / (all[id] + ofClass.get(c).size());
        if (f1 > best || f1 == best && id < bestId) {
          best = f1;
          bestId = id;
          bestClass = c;
          bestTexts = withToken[id];
        }
      }
    }
    if (best < LEAST_F1) {
      return Optional.empty();
    }
    int id = bestId;
    int others = all[id] - bestTexts;
    return Optional.of(
        new Warning(
            Check.NEAR_PERFECT_PREDICTOR,
            Problem.atKey(
                training.key() + (training.columns().size() > 1 ? ".columns" : ".column"),
                "the token '%s' is in %s of the %s training texts of class '%s' and in %s others"
                    .formatted(
                        training.token(id),
                        bestTexts,
                        ofClass.get(bestClass).size(),
                        target.names().get(bestClass),
                        others),
                "check whether it belongs to the text or was added with the class"),
            "this token alone gives the class away, and new texts may not have it"));
  }
}
