package dev.sluice.network;

import dev.sluice.network.LayerFactory.Gives;
import dev.sluice.problem.Problem;
import dev.sluice.shape.LayerShape;
import dev.sluice.spec.Check;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Warnings about what is allowed in a network but rarely intended; docs/checks.md gives the reasons
 * for the thresholds.
 */
public final class PlanWarnings {
  private static final int MOST_PARAMETERS = 100; // for each number to learn from
  private static final int MOST_STEPS = 200;

  private PlanWarnings() {}

  /**
   * @param examples of the training part, or tokens if each has a label
   */
  public static List<Warning> of(Config config, NetworkPlan plan, long examples) {
    List<Warning> warnings = new ArrayList<>();
    fewRows(plan, examples, warnings);
    noClipping(config, plan, warnings);
    return warnings;
  }

  private static void fewRows(NetworkPlan plan, long examples, List<Warning> warnings) {
    // of an embedding, a step changes only the rows of its tokens
    long parameters =
        plan.parameters()
            - plan.layers().stream()
                .filter(layer -> layer.spec() instanceof LayerSpec.Embedding)
                .mapToLong(PlannedLayer::parameters)
                .sum();
    long numbers = examples * plan.target().targets();
    if (parameters <= MOST_PARAMETERS * numbers) {
      return;
    }
    warnings.add(
        new Warning(
            Check.FEW_ROWS_FOR_PARAMETERS,
            Problem.atKey(
                "network",
                String.format(
                    Locale.ROOT,
                    "%,d parameters (without embeddings) learn from %,d %s, %d for each",
                    parameters,
                    numbers,
                    plan.target().targetNoun(),
                    parameters / numbers),
                "make the layers smaller, or collect more rows; dropout helps a little"),
            "such a network can memorize the training part"));
  }

  private static void noClipping(Config config, NetworkPlan plan, List<Warning> warnings) {
    int steps =
        plan.layers().stream()
            .filter(layer -> layer.factory().gives() == Gives.STEPS_AS_NEEDED)
            .mapToInt(layer -> ((LayerShape.Sequence) layer.input()).steps())
            .max()
            .orElse(0);
    if (steps <= MOST_STEPS || config.training().gradientClipping().isPresent()) {
      return;
    }
    warnings.add(
        new Warning(
            Check.NO_GRADIENT_CLIPPING,
            Problem.atKey(
                "training",
                "a recurrent layer runs over up to %s steps, and gradients are not clipped"
                    .formatted(steps),
                "add gradient_clipping: {global_norm: 1.0}"),
            "over many steps, gradients may explode (Pascanu et al. 2013)"));
  }
}
