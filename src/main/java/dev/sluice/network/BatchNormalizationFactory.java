package dev.sluice.network;

import dev.sluice.spec.LayerSpec.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * `batch_normalization`: (batch, features) to (batch, features). gamma, beta, running mean and
 * running variance, each (1, features); the last two are tracked, not learned.
 */
public final class BatchNormalizationFactory implements LayerFactory<BatchNormalization> {
  @Override
  public Class<BatchNormalization> spec() {
    return BatchNormalization.class;
  }

  @Override
  public Takes takes() {
    return Takes.VECTOR;
  }

  @Override
  public Gives gives() {
    return Gives.THE_SAME;
  }

  @Override
  public int outputs(BatchNormalization spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(BatchNormalization spec, int inputs) {
    return 4L * inputs;
  }

  @Override
  public boolean mixesExamples() {
    return true;
  }

  @Override
  public LayerTranslation<BatchNormalization> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<BatchNormalization> {
    @Override
    public Layer layer(BatchNormalization spec, int inputs, int outputs) {
      return new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder()
          .nIn(inputs)
          .nOut(outputs)
          .decay(spec.momentum())
          .eps(spec.epsilon())
          .useLogStd(false)
          .build();
    }
  }
}
