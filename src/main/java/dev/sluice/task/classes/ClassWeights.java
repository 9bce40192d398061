package dev.sluice.task.classes;

import dev.sluice.frame.TableFrame;
import dev.sluice.problem.PathStep;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The weight of each class in the training loss. */
final class ClassWeights {
  private ClassWeights() {}

  /**
   * By index; empty if all weights are equal.
   *
   * @param rows of the training part
   * @throws UserException if a class that is named does not occur in the training part
   */
  static List<Double> of(TargetSpec.ClassTarget target, Classes classes, TableFrame rows) {
    if (target.balanced()) {
      return balanced(classes.count(), classes.indexesOf(target.column(), rows));
    }
    if (target.weights().isEmpty()) {
      return List.of();
    }
    List<Problem> unknown = new ArrayList<>();
    List<Double> weights = new ArrayList<>(Collections.nCopies(classes.count(), 1.0));
    target
        .weights()
        .forEach(
            (name, weight) -> {
              int index = classes.names().indexOf(classes.form().of(name));
              if (index < 0) {
                unknown.add(
                    classes.unknown(
                        "data.target.class.weights." + PathStep.written(name),
                        name,
                        target.column()));
              } else {
                weights.set(index, weight);
              }
            });
    if (!unknown.isEmpty()) {
      throw new UserException(unknown);
    }
    return weights;
  }

  /** examples / (classes * examples of the class), as scikit-learn's `balanced`. */
  private static List<Double> balanced(int classes, int[] indexes) {
    int[] counts = new int[classes];
    for (int index : indexes) {
      counts[index]++;
    }
    return Arrays.stream(counts).mapToObj(n -> indexes.length / ((double) classes * n)).toList();
  }
}
