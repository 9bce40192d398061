package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.Optional;

/**
 * A token that stands in nearly all texts of one class and in hardly any other. The rule "the class
 * is c if the token is there" is judged by its F1 on the training part.
 */
final class TellingToken implements TextCheck {
  private static final double LEAST_F1 = 0.95;
  private static final int LEAST_TEXTS = 10; // of the class: in a few texts anything may coincide

  @Override
  public Optional<Warning> look(DataSpec spec, TextDataset data) {
    TextExamples training = data.examples(Part.TRAINING);
    int classes = data.pipeline().classes().size();
    int size = data.pipeline().vocabulary().size();
    int[][] texts = new int[classes][size]; // with the token, by class
    int[] ofClass = new int[classes];
    int[] lastText = new int[size];
    Arrays.fill(lastText, -1);
    for (int i = 0; i < training.size(); i++) {
      ofClass[training.label(i)]++;
      for (int id : training.ids(i)) {
        if (lastText[id] != i) {
          lastText[id] = i;
          texts[training.label(i)][id]++;
        }
      }
    }
    double best = 0;
    int bestId = 0;
    int bestClass = 0;
    for (int id = Vocabulary.FIRST_TOKEN; id < size; id++) {
      int all = 0;
      for (int c = 0; c < classes; c++) {
        all += texts[c][id];
      }
      for (int c = 0; c < classes; c++) {
        double f1 = 2.0 * texts[c][id] / (all + ofClass[c]);
        if (f1 > best && ofClass[c] >= LEAST_TEXTS) {
          best = f1;
          bestId = id;
          bestClass = c;
        }
      }
    }
    if (best < LEAST_F1) {
      return Optional.empty();
    }
    int id = bestId;
    int others = Arrays.stream(texts).mapToInt(count -> count[id]).sum() - texts[bestClass][id];
    return Optional.of(
        new Warning(
            Check.NEAR_PERFECT_PREDICTOR,
            Problem.atKey(
                "data.input.text.column",
                "the token '%s' is in %s of the %s training texts of class '%s' and in %s others"
                    .formatted(
                        data.pipeline().vocabulary().tokens().get(id - Vocabulary.FIRST_TOKEN),
                        texts[bestClass][id],
                        ofClass[bestClass],
                        data.pipeline().classes().get(bestClass),
                        others),
                "see whether it is part of the text or was put there with the class"),
            "one token gives the answer away; new texts may not have it"));
  }
}
