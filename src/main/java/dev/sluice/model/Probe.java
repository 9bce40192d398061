package dev.sluice.model;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A few inputs with the outputs that the network gave when the model was written, each example by
 * itself, unpadded if padding is masked. Outputs of steps are (numbers, steps).
 */
record Probe(List<Case> cases) {
  static final double TOLERANCE = 1e-5;
  private static final int CASES = 4;
  private static final long FRAME_BYTES = 1024; // of a case, in addition to its numbers
  private static final long NUMBER_BYTES = 32; // -1.17549435E-38, comma and space are 17

  /**
   * One example.
   *
   * @param shape of the features, including the batch of 1
   * @param features in row-major order
   * @param outputs of the network
   */
  record Case(long[] shape, float[] features, float[] outputs) {}

  /**
   * Runs the network on the first examples.
   *
   * @param most numbers of an example of ids; longer ones are cut
   */
  static Probe of(Network network, Examples examples, int most) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < Math.min(CASES, examples.size()); i++) {
      Masked one = examples.input().features(new int[] {i});
      long[] shape = IntStream.of(one.shape()).asLongStream().toArray();
      float[] features = one.values();
      if (shape.length == 2 && shape[1] > most) {
        shape[1] = most;
        features = Arrays.copyOf(features, most);
      }
      cases.add(new Case(shape, features, network.output(features, shape)));
    }
    return new Probe(cases);
  }

  /** The most bytes that the probe of a network takes as JSON. */
  static long largest(NetworkPlan plan) {
    return CASES
        * (FRAME_BYTES
            + NUMBER_BYTES * (plan.input().mostNumbers() + outputs(plan, plan.input().steps())));
  }

  private static long outputs(NetworkPlan plan, long steps) {
    return plan.output().numbers() * (plan.target().ofSteps() ? steps : 1);
  }

  /** Why the network cannot be run, if so: what was read may be anything. */
  Optional<String> fault(NetworkPlan plan) {
    if (cases == null || cases.isEmpty() || cases.size() > CASES) {
      return Optional.of("must hold 1 to %s cases".formatted(CASES));
    }
    return IntStream.range(0, cases.size())
        .boxed()
        .flatMap(i -> fault(cases.get(i), plan).map(fault -> "case " + i + ": " + fault).stream())
        .findFirst();
  }

  private static Optional<String> fault(Case one, NetworkPlan plan) {
    if (one == null || one.shape() == null || one.features() == null || one.outputs() == null) {
      return Optional.of("shape, features or outputs are missing");
    }
    if (!areFinite(one.features()) || !areFinite(one.outputs())) {
      return Optional.of("has a number that is NaN or infinite");
    }
    if (!plan.input().takes(one.shape(), one.features())) {
      return Optional.of(
          "its %s features of shape %s, or its ids, do not fit the network"
              .formatted(one.features().length, Arrays.toString(one.shape())));
    }
    long expected = outputs(plan, one.shape()[one.shape().length - 1]);
    return one.outputs().length == expected
        ? Optional.empty()
        : Optional.of(
            "has %s outputs, and the network gives %s".formatted(one.outputs().length, expected));
  }

  private static boolean areFinite(float[] numbers) {
    return IntStream.range(0, numbers.length).allMatch(i -> Float.isFinite(numbers[i]));
  }

  /** The largest difference between the present outputs of the network and those recorded. */
  double largestDifference(Network network) {
    double largest = 0;
    for (Case one : cases) {
      float[] now = network.output(one.features(), one.shape());
      if (now.length != one.outputs().length) {
        return Double.POSITIVE_INFINITY;
      }
      int compared = now.length;
      if (network.plan().output().chain().isPresent()) {
        compared -= (int) one.shape()[one.shape().length - 1];
        largest = Math.max(largest, differenceOfPaths(network, one, now, compared));
      }
      for (int i = 0; i < compared; i++) {
        double difference = Math.abs(now[i] - one.outputs()[i]);
        largest =
            Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
      }
    }
    return largest;
  }

  /**
   * The difference of the best paths, by their loss per step under the present network: rounding
   * may decide between paths that are equally good.
   *
   * @param from where the path begins in the outputs
   */
  private static double differenceOfPaths(Network network, Case one, float[] now, int from) {
    float[] path = Arrays.copyOfRange(now, from, now.length);
    float[] before = Arrays.copyOfRange(one.outputs(), from, now.length);
    if (Arrays.equals(path, before)) {
      return 0;
    }
    int tags = network.plan().output().units();
    for (float tag : before) {
      if (!(tag >= 0 && tag < tags && tag == (int) tag)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return Math.abs(
        network.loss(one.features(), one.shape(), before)
            - network.loss(one.features(), one.shape(), path));
  }
}
