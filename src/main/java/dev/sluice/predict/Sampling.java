package dev.sluice.predict;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How a text is sampled from the probabilities of a language model.
 *
 * @param length the most tokens
 * @param temperature 1 keeps the model's probabilities, lower values favour the more probable
 *     tokens, 0 always takes the most probable one, the first on ties
 * @param topK samples only from this many of the most probable tokens
 * @param topP samples from the smallest set of the most probable tokens that have this probability
 *     together, after temperature and topK (Holtzman et al. 2020)
 * @param seed the same seed gives the same text
 */
public record Sampling(
    int length, double temperature, OptionalInt topK, OptionalDouble topP, long seed) {
  public Sampling {
    require(length >= 1, "length must be 1 or more");
    require(
        temperature >= 0 && temperature < Double.POSITIVE_INFINITY,
        "temperature must be 0 or more");
    require(topK.orElse(1) >= 1, "top-k must be 1 or more");
    require(topP.orElse(1) > 0 && topP.orElse(1) <= 1, "top-p must be more than 0 and at most 1");
  }

  private static void require(boolean held, String rule) {
    if (!held) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** At most this many tokens, sampled with the model's probabilities. */
  public static Sampling of(int length, long seed) {
    return new Sampling(length, 1, OptionalInt.empty(), OptionalDouble.empty(), seed);
  }

  /** The same with another seed. */
  public Sampling withSeed(long other) {
    return new Sampling(length, temperature, topK, topP, other);
  }

  /**
   * Samples a token.
   *
   * @param probabilities (ids), not written
   * @param least the first id that may be drawn
   * @param never another id that may not
   */
  int draw(float[] probabilities, int least, int never, SplittableRandom random) {
    Integer[] ids =
        IntStream.range(least, probabilities.length)
            .filter(id -> id != never)
            .boxed()
            .sorted(Comparator.comparingDouble(id -> -probabilities[id])) // stable: the first id
            .toArray(Integer[]::new);
    if (temperature == 0) {
      return ids[0];
    }
    double most = Math.log(probabilities[ids[0]]);
    double[] weights = new double[Math.min(ids.length, topK.orElse(ids.length))];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((Math.log(probabilities[ids[i]]) - most) / temperature);
    }
    double sum = Arrays.stream(weights).sum();
    int kept = weights.length;
    if (topP.isPresent()) {
      double share = 0;
      for (kept = 0; kept < weights.length && share < topP.getAsDouble() * sum; kept++) {
        share += weights[kept];
      }
      sum = share;
    }
    double rest = random.nextDouble() * sum;
    int drawn = 0;
    while (drawn < kept - 1 && rest >= weights[drawn]) {
      rest -= weights[drawn++];
    }
    return ids[drawn];
  }
}
