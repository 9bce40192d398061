package dev.sluice.network;

import dev.sluice.problem.Problem;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import java.util.List;
import java.util.Optional;

/**
 * Checks what users write about how a forecast is computed from the layers' states.
 *
 * @param path of the output layer
 */
record HorizonRules(LayerSpec.Output spec, String path) {

  /** Whether the output reads states of several steps. */
  boolean readsSteps() {
    return spec.states() == LayerSpec.Output.States.HORIZON;
  }

  /** For a target that has no horizon. */
  void refuse(List<Problem> problems) {
    if (readsSteps() || spec.segments().isPresent()) {
      problems.add(
          Problem.atKey(
              path + (readsSteps() ? ".states" : ".segments"),
              "is only for the target forecast",
              "remove it"));
    }
  }

  /**
   * @param given the output of the last layer
   */
  Optional<HorizonHead> plan(
      OutputShape.Values values, InputShape input, LayerShape given, List<Problem> problems) {
    boolean recursive = values.decodesRecursively();
    if (!recursive && !readsSteps() && spec.segments().isEmpty()) {
      return Optional.empty();
    }
    if (spec.activation().filter(written -> written != Activation.LINEAR).isPresent()) {
      problems.add(
          Problem.atKey(
              path + ".activation",
              "must be linear with "
                  + (recursive
                      ? "decoding: recursive"
                      : readsSteps() ? "states: horizon" : "segments"),
              "write linear, or leave activation out"));
    }
    if (recursive) {
      if (spec.segments().isPresent()) {
        problems.add(
            Problem.atKey(
                path + ".segments",
                "forecasts many steps at once, but decoding: recursive one after the other",
                "remove it, or remove decoding from data.target.forecast"));
      }
      return Optional.of(new HorizonHead.States(values.horizon(), /* recursive= */ true));
    }
    if (readsSteps()) {
      checkSteps(values.horizon(), input, given, problems);
      return Optional.of(new HorizonHead.States(values.horizon(), /* recursive= */ false));
    }
    int length = spec.segments().get().length();
    int rest = values.horizon() % length;
    if (rest != 0) {
      problems.add(
          Problem.atKey(
              path + ".segments.length",
              "a horizon of %s is not a multiple of segments of %s"
                  .formatted(values.horizon(), length),
              "choose a length that divides it, or a horizon of "
                  + SegmentsFactory.multiples(values.horizon(), rest, length)));
    }
    return Optional.of(new HorizonHead.Segments(Math.max(1, values.horizon() / length)));
  }

  private void checkSteps(int horizon, InputShape input, LayerShape given, List<Problem> problems) {
    if (!input.fixedSteps()) {
      problems.add(
          Problem.atKey(
              path + ".states",
              "horizon needs examples of the same length, and these differ in length",
              "remove it"));
    } else if (given instanceof LayerShape.Sequence sequence && sequence.steps() < horizon) {
      problems.add(
          Problem.atKey(
              path + ".states",
              "horizon reads the last %s states, but there are only %s"
                  .formatted(horizon, sequence.steps()),
              "lengthen the lookback, shorten the horizon, or remove it"));
    }
  }
}
