package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;

import dev.sluice.plugin.Kind;
import dev.sluice.plugin.KindProvider;
import dev.sluice.spec.Doc;
import dev.sluice.spec.LayerSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** A layer that a user adds: a record, a kind, a factory and its translation. */
public final class ScalingPlugin implements KindProvider {
  @Doc("Multiplies each feature of a vector by a weight and adds a bias.")
  public record Scaling() implements LayerSpec {}

  @Override
  public List<Kind<?>> kinds() {
    return List.of(new Kind<>(LayerSpec.class, "scaling", Scaling.class));
  }

  /** The factory. */
  public static final class Factory implements LayerFactory<Scaling> {
    @Override
    public Class<Scaling> spec() {
      return Scaling.class;
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
    public int outputs(Scaling spec, int inputs) {
      return inputs;
    }

    @Override
    public long parameters(Scaling spec, int inputs) {
      return 2L * inputs;
    }

    @Override
    public LayerTranslation<Scaling> translation() {
      return new Translation();
    }
  }

  private static final class Translation implements LayerTranslation<Scaling> {
    @Override
    public Layer layer(Scaling spec, int inputs, int outputs) {
      return new ElementWiseMultiplicationLayer.Builder()
          .nIn(inputs)
          .nOut(outputs)
          .activation(Activation.IDENTITY)
          .build();
    }
  }

  /** Plans, builds and trains a network with it; run where the plug-in is installed. */
  public static void main(String[] args) {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(3), new Scaling());
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 3).dl4j();
    network.fit(batch(plan, 1, 5, 5));
    System.out.println(
        "%s has %s of %s parameters, DL4J counts %s"
            .formatted(
                plan.layers().get(1).name(),
                plan.layers().get(1).parameters(),
                plan.parameters(),
                network.numParams()));
  }
}
