package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;

import dev.sluice.spec.LayerSpec.Pooling.Method;

/** Plans networks with every layer; run where DL4J is not on the class path. */
final class PlanProgram {
  private PlanProgram() {}

  public static void main(String[] args) {
    NetworkPlan plan =
        Networks.plan(
            TOKENS,
            TWO_CLASSES,
            Networks.embedding(4),
            Networks.lstm(3),
            Networks.dropout(0.2),
            Networks.simpleRnn(3),
            Networks.pooling(Method.MEAN),
            Networks.batchNormalization(),
            Networks.dense(2));
    System.out.println(plan.parameters() + " parameters");
  }
}
