package dev.sluice.network;

import dev.sluice.problem.Problem;
import dev.sluice.shape.LayerShape;
import dev.sluice.spec.LayerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which networks can read examples chunk by chunk. */
final class ChunkRules {
  private static final String KEY = "training.chunk_steps";

  private final NetworkPlan plan;

  ChunkRules(NetworkPlan plan) {
    this.plan = plan;
  }

  /** Why this network cannot read chunks; empty if it can. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (plan.target().readsOn()) {
      problems.add(
          Problem.atKey(
              KEY,
              "a language model reads texts in pieces anyway",
              "remove it, and set truncated_backpropagation: {steps: %s}"
                  .formatted(plan.chunkSteps().orElseThrow())));
    } else if (plan.target().takesSteps()
        || plan.output().decoder().isPresent()
        || plan.output().horizon().isPresent()
        || plan.output().spec().linearSkip()) {
      problems.add(
          Problem.atKey(
              KEY,
              "the output needs all steps, and a chunk has only some of them",
              "remove it, or shorten the examples"));
    } else {
      int joiner = joiner(plan);
      for (PlannedLayer<?> layer : plan.layers().subList(0, joiner)) {
        whyNot(layer).ifPresent(problems::add);
      }
      PlannedLayer<?> joining = plan.layers().get(joiner);
      if (whyNot(joining).isPresent() || !joining.factory().joinsChunks()) {
        problems.add(misfit(joining, ""));
      } else if (joining.spec().residual()) {
        problems.add(misfit(joining, ".residual"));
      }
    }
    return problems;
  }

  /** The index of the layer that makes a vector from all steps. */
  static int joiner(NetworkPlan plan) {
    int i = 0;
    while (!(plan.layers().get(i).output() instanceof LayerShape.Vector) && !plan.lastStepOnly(i)) {
      i++;
    }
    return i;
  }

  private static <S extends LayerSpec> Optional<Problem> whyNot(PlannedLayer<S> layer) {
    return layer
        .factory()
        .whyNotReadOn(layer.spec())
        .map(fault -> misfit(layer, fault.key().isEmpty() ? "" : "." + fault.key()));
  }

  private static Problem misfit(PlannedLayer<?> layer, String key) {
    return Problem.atKey(
        layer.name().replace(' ', '.') + key,
        "cannot continue from chunk to chunk (training.chunk_steps)",
        "read in one direction, with lstm, gru or simple_rnn and then pooling, or remove"
            + " training.chunk_steps");
  }
}
