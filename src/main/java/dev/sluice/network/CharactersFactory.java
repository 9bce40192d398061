package dev.sluice.network;

import dev.sluice.shape.LayerShape;
import dev.sluice.shape.Spelling;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.WeightInit;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layer that reads the characters of tokens; `data.input` implies it. It passes on the id of
 * each token and appends what a bidirectional LSTM says about its characters (Lample et al. 2016,
 * section 4.1).
 */
public final class CharactersFactory implements LayerFactory<CharactersFactory.Characters> {
  private static final CharactersFactory INSTANCE = new CharactersFactory();

  /** Users cannot write this layer. */
  public record Characters(Spelling spelling) implements LayerSpec {}

  private CharactersFactory() {}

  static PlannedLayer<Characters> planned(LayerShape.Spelled input) {
    Characters spec = new Characters(input.spelling());
    return new PlannedLayer<>(
        "data.input characters",
        spec,
        INSTANCE,
        input,
        new LayerShape.Ids(input.vocabularySize(), input.steps(), INSTANCE.outputs(spec, 0)),
        INSTANCE.parameters(spec, input.spelling().alphabet()));
  }

  @Override
  public Class<Characters> spec() {
    return Characters.class;
  }

  @Override
  public Takes takes() {
    return Takes.IDS;
  }

  @Override
  public Gives gives() {
    return Gives.SEQUENCE;
  }

  /** In both directions. */
  @Override
  public int outputs(Characters spec, int inputs) {
    return 2 * spec.spelling().units();
  }

  @Override
  public long parameters(Characters spec, int inputs) {
    long units = spec.spelling().units();
    return (long) inputs * spec.spelling().size()
        + 2 * 4 * units * (spec.spelling().size() + units + 1);
  }

  @Override
  public LayerTranslation<Characters> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Characters> {
    @Override
    public Layer layer(Characters spec, int inputs, int outputs) {
      return new KernelCharacters.Builder(spec.spelling())
          .weightInit(InitialWeights.DRAWN_LATER)
          .build();
    }

    /** Vectors as in Ma and Hovy 2016: uniform, up to sqrt(3 / size). */
    @Override
    public void drawWeights(
        Characters spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(
          WeightInit.LECUN_UNIFORM, parameters.get(KernelCharacters.TABLE).transpose(), random);
      for (String direction : new String[] {"f", "b"}) {
        InitialWeights.draw(WeightInit.GLOROT_UNIFORM, parameters.get(direction + "W"), random);
        InitialWeights.draw(WeightInit.ORTHOGONAL, parameters.get(direction + "RW"), random);
      }
    }
  }
}
