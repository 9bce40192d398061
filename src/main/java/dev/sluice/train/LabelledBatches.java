package dev.sluice.train;

import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Examples;
import dev.sluice.input.text.OneHotLabels;
import dev.sluice.network.NetworkPlan;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Batches with the labels that a network takes. */
public final class LabelledBatches {
  private LabelledBatches() {}

  /** The labels of two classes are one-hot for a softmax. */
  public static DataSetIterator of(
      NetworkPlan plan, Examples examples, int batchSize, BatchOrder order) {
    DataSetIterator batches = examples.batches(batchSize, order);
    if (plan.output().units() != plan.target().labelColumns()) { // a softmax of two classes
      batches.setPreProcessor(new OneHotLabels());
    }
    return batches;
  }
}
