package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Dropout;
import org.deeplearning4j.nn.conf.layers.Layer;

/** `dropout`: passes on its input, in training with a share of it dropped. */
public final class DropoutFactory implements LayerFactory<Dropout> {
  @Override
  public Class<Dropout> spec() {
    return Dropout.class;
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
  public int outputs(Dropout spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(Dropout spec, int inputs) {
    return 0;
  }

  @Override
  public LayerTranslation<Dropout> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Dropout> {
    @Override
    public Layer layer(Dropout spec, int inputs, int outputs) {
      MaskPassingDropout layer = new MaskPassingDropout(Dropouts.of(spec.rate()));
      layer.setNIn(inputs);
      layer.setNOut(outputs);
      return layer;
    }
  }
}
