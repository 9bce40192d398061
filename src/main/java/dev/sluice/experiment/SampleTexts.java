package dev.sluice.experiment;

import dev.sluice.evaluate.Patience;
import dev.sluice.predict.Generator;
import dev.sluice.predict.Sampling;
import dev.sluice.run.Samples;
import dev.sluice.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A few texts from a language model that was just trained, for its report. */
final class SampleTexts {
  private static final long SEED = 42; // that of `generate`
  private static final List<Double> TEMPERATURES = List.of(0.5, 0.8, 1.0);
  private static final int MOST_TOKENS = 300;
  private static final int FEWEST_TOKENS = 20;
  private static final int MOST_CHARACTERS = 2000;

  /**
   * The most multiplications for one text. A limit on work, not on time, so that a resumed run
   * writes the same.
   */
  private static final long WORK = 1_000_000_000;

  private SampleTexts() {}

  /** Empty if the network is not a language model. */
  static List<Samples.Sample> of(Experiment experiment, TrainedNetwork trained, Patience patience) {
    List<Samples.Sample> samples = new ArrayList<>();
    if (experiment.network().target().readsOn()) {
      int length = length(experiment.network().parameters());
      try (Generator generator = Generator.of(experiment.data().pipeline(), trained.network())) {
        for (double temperature : TEMPERATURES) {
          Sampling how =
              new Sampling(length, temperature, OptionalInt.empty(), OptionalDouble.empty(), SEED);
          samples.add(
              new Samples.Sample(SEED, temperature, length, text(generator, how, patience)));
        }
      }
    }
    return samples;
  }

  /** A token costs about one multiplication per parameter. */
  private static int length(long parameters) {
    return (int) Math.max(FEWEST_TOKENS, Math.min(MOST_TOKENS, WORK / Math.max(1, parameters)));
  }

  private static String text(Generator generator, Sampling how, Patience patience) {
    StringBuilder text = new StringBuilder();
    generator.generate(
        "",
        how,
        token -> {
          patience.check();
          text.append(token);
          return text.length() < MOST_CHARACTERS;
        });
    return text.toString();
  }
}
