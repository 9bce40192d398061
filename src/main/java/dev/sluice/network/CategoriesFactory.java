package dev.sluice.network;

import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.WeightInit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The layer that replaces categories by vectors; `data.input` implies it. */
public final class CategoriesFactory implements LayerFactory<CategoriesFactory.Categories> {
  private static final CategoriesFactory INSTANCE = new CategoriesFactory();

  /** Users cannot write this layer. */
  public record Categories(List<Category> of) implements LayerSpec {}

  private CategoriesFactory() {}

  static PlannedLayer<Categories> planned(InputShape input) {
    LayerShape.Sequence taken = (LayerShape.Sequence) input.layer();
    Categories spec = new Categories(input.categories());
    return new PlannedLayer<>(
        "data.input categories",
        spec,
        INSTANCE,
        taken,
        new LayerShape.Sequence(INSTANCE.outputs(spec, taken.features()), taken.steps()),
        INSTANCE.parameters(spec, taken.features()));
  }

  @Override
  public Class<Categories> spec() {
    return Categories.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.SEQUENCE;
  }

  @Override
  public int outputs(Categories spec, int inputs) {
    return inputs - spec.of().size() + spec.of().stream().mapToInt(Category::size).sum();
  }

  @Override
  public long parameters(Categories spec, int inputs) {
    return spec.of().stream().mapToLong(c -> (long) c.ids() * c.size()).sum();
  }

  @Override
  public LayerTranslation<Categories> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Categories> {
    @Override
    public Layer layer(Categories spec, int inputs, int outputs) {
      return new KernelCategories(inputs, outputs, spec.of());
    }

    /** Uniform, up to sqrt(3 / size), so that a vector has a length of about 1. */
    @Override
    public void drawWeights(
        Categories spec, Map<String, INDArray> parameters, RandomGenerator random) {
      for (INDArray table : parameters.values()) {
        InitialWeights.draw(WeightInit.LECUN_UNIFORM, table, random);
      }
    }
  }
}
