package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.kernel.RecurrentInference;
import dev.sluice.kernel.State;

/** {@link KernelRecurrent}, predicting. */
final class RecurrentStage implements Stage {
  private final RecurrentInference layer;
  private final boolean lastStep;
  private final boolean backwards;
  private Floats out = Floats.of(0);
  private State carried; // null until sequences go on from call to call

  /**
   * @param lastStep whether it gives the state after each sequence's last step, not its steps
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
    Signal.Numbers x = in.numbers();
    int steps = x.steps().getAsInt();
    int units = layer.units();
    out = out.atLeast((lastStep ? 1L : steps) * x.batch() * units);
    State end = carried == null && lastStep ? new State(out, null) : carried;
    layer.forward(
        steps,
        x.batch(),
        x.mask().orElse(null),
        backwards,
        threads,
        x.values(),
        carried,
        lastStep ? null : out,
        end);
    if (lastStep && carried != null) {
      out.buffer().put(0, carried.output().buffer(), 0, x.batch() * units);
    }
    return lastStep ? Signal.Numbers.rows(x.batch(), units, out) : x.with(units, out);
  }
}
