package dev.sluice.network;

import dev.sluice.spec.LayerSpec.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * `spatial_dropout`: passes on its input, in training with a share of the features dropped over all
 * steps.
 */
public final class SpatialDropoutFactory implements LayerFactory<SpatialDropout> {
  @Override
  public Class<SpatialDropout> spec() {
    return SpatialDropout.class;
  }

  @Override
  public Takes takes() {
    return Takes.ANY;
  }

  @Override
  public Gives gives() {
    return Gives.THE_SAME;
  }

  @Override
  public int outputs(SpatialDropout spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(SpatialDropout spec, int inputs) {
    return 0;
  }

  @Override
  public LayerTranslation<SpatialDropout> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<SpatialDropout> {
    @Override
    public Layer layer(SpatialDropout spec, int inputs, int outputs) {
      MaskPassingDropout layer = new MaskPassingDropout(new ChannelDropout(spec.rate()));
      layer.setNIn(inputs);
      layer.setNOut(outputs);
      return layer;
    }
  }
}
