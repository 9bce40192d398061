package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.kernel.RecurrentInference;
import dev.sluice.kernel.State;
import java.util.Optional;
import java.util.OptionalInt;

/** {@link KernelRecurrent} for predictions. */
final class RecurrentStage implements Stage {
  private final RecurrentInference layer;
  private final boolean lastStep;
  private final boolean backwards;
  private Floats out = Floats.of(0);
  private State carried; // null until sequences continue from call to call

  /**
   * @param lastStep whether it returns the state after each sequence's last step instead of its
   *     steps
   * @param backwards whether each sequence is read from its end
   */
  RecurrentStage(RecurrentInference layer, boolean lastStep, boolean backwards) {
    this.layer = layer;
    this.lastStep = lastStep;
    this.backwards = backwards;
  }

  @Override
  public void begin(int sequences) {
    carried = new State(Floats.of(sequences * layer.units()), Floats.of(sequences * layer.units()));
  }

  @Override
  public Signal forward(Signal in, int threads) {
    return in instanceof Signal.Vectors vectors
        ? forwardIds(vectors, threads)
        : forward(in.numbers(), threads);
  }

  private Signal forwardIds(Signal.Vectors in, int threads) {
    Floats given = reserve(in.steps(), in.batch());
    State end = end();
    layer.forwardIds(
        in.steps(),
        in.batch(),
        in.mask().orElse(null),
        backwards,
        threads,
        in.table(),
        in.ids(),
        carried,
        given,
        end);
    return given(in.batch(), OptionalInt.of(in.steps()), in.mask(), false);
  }

  private Signal forward(Signal.Numbers x, int threads) {
    int steps = x.steps().getAsInt();
    Floats given = reserve(steps, x.batch());
    State end = end();
    layer.forward(
        steps,
        x.batch(),
        x.mask().orElse(null),
        backwards,
        threads,
        x.values(),
        carried,
        given,
        end);
    return given(x.batch(), x.steps(), x.mask(), x.apart());
  }

  /** Where the outputs of steps are written; null if they are not needed. */
  private Floats reserve(int steps, int batch) {
    out = out.atLeast((lastStep ? 1L : steps) * batch * layer.units());
    return lastStep ? null : out;
  }

  private State end() {
    return carried == null && lastStep ? new State(out, null) : carried;
  }

  private Signal given(int batch, OptionalInt steps, Optional<float[]> mask, boolean apart) {
    int units = layer.units();
    if (lastStep && carried != null) {
      out.buffer().put(0, carried.output().buffer(), 0, batch * units);
    }
    return lastStep
        ? Signal.Numbers.rows(batch, units, out)
        : new Signal.Numbers(batch, steps, units, out, mask, apart);
  }
}
