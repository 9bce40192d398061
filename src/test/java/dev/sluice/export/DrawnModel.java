package dev.sluice.export;

import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;

/** Models whose parameters are drawn, so that nothing is trained. */
final class DrawnModel {
  private DrawnModel() {}

  static Bundle of(Config config, Dataset data, NetworkPlan plan) {
    int validation = data.examples(Part.VALIDATION).size();
    return new Bundle(
        config,
        data.pipeline()
            .calibrated(
                data.parts(), () -> probabilities(validation, plan.output().units()), () -> false)
            .chosen(
                config.evaluation(),
                data.examples(Part.VALIDATION),
                () -> probabilities(validation, plan.output().units())),
        Network.trained(plan, parameters(plan, 3)),
        Optional.empty());
  }

  /** Of both signs, but for a running variance. */
  static Coefficients parameters(NetworkPlan plan, long seed) {
    boolean positive =
        plan.layers().stream().anyMatch(l -> l.spec() instanceof LayerSpec.BatchNormalization);
    Random random = new Random(seed);
    ByteBuffer bytes =
        ByteBuffer.allocate((int) plan.parameters() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(positive ? 0.1f + random.nextFloat() / 2 : random.nextFloat() - 0.5f);
    }
    return Coefficients.fromBytes(bytes.array());
  }

  private static float[][] probabilities(int rows, int units) {
    Random random = new Random(5);
    float[][] drawn = new float[rows][units];
    for (float[] row : drawn) {
      for (int k = 0; k < units; k++) {
        row[k] = random.nextFloat();
      }
    }
    return drawn;
  }
}
