package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.imports.ForeignChain.Form;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A {@code MultiLayerNetwork} that DL4J's {@code ModelSerializer} saved. Its JSON is read as text
 * and its coefficients as numbers; DL4J's own readers, which instantiate the classes that a file
 * names, are not used.
 */
final class Dl4jModel {
  private static final String SAVE =
      "write it with ModelSerializer.writeModel(network, file, false)";
  private static final int MOST_LAYERS = 1000;
  private static final String PREPROCESSORS = "org.deeplearning4j.nn.conf.preprocessor.";

  /** What our networks do without being asked. */
  private static final Set<String> HARMLESS =
      Set.of(
          PREPROCESSORS + "RnnToFeedForwardPreProcessor",
          PREPROCESSORS + "FeedForwardToRnnPreProcessor");

  private Dl4jModel() {}

  /**
   * Reads and translates a network.
   *
   * @throws UserException if it is damaged, or with every layer and option that cannot be
   *     translated
   */
  static ForeignNetwork read(Path file) {
    JsonNode configuration;
    Dl4jCoefficients coefficients;
    try (ZipParts zip = ZipParts.open(file, SAVE)) {
      configuration = zip.json("configuration.json");
      coefficients = Dl4jCoefficients.of(zip.bytes("coefficients.bin"), file);
    }
    if (configuration.has("vertices")) {
      throw refused(file, "is a ComputationGraph; only a MultiLayerNetwork is translated");
    }
    JsonNode confs = configuration.path("confs");
    if (!confs.isArray() || confs.isEmpty() || confs.size() > MOST_LAYERS) {
      throw refused(file, "its configuration.json lists no layers");
    }
    List<Problem> problems = new ArrayList<>();
    configuration
        .path("inputPreProcessors")
        .properties()
        .forEach(
            of -> {
              String kind = of.getValue().path("@class").asText();
              if (!HARMLESS.contains(kind)) {
                problems.add(
                    Untranslatable.problem(
                        file, "'" + of.getKey() + "'", "has the preprocessor " + kind));
              }
            });
    List<Dl4jLayer> layers = new ArrayList<>();
    for (int i = 0; i < confs.size(); i++) {
      Dl4jLayer layer = Dl4jLayer.of(confs.get(i).path("layer"), "layer" + i);
      layers.add(layer);
      try {
        for (String fault : Dl4jLayers.faults(layer)) {
          problems.add(Untranslatable.problem(file, layer.origin(), fault));
        }
      } catch (Untranslatable e) {
        problems.add(e.in(file));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    try {
      return translated(file, layers, coefficients);
    } catch (Untranslatable e) {
      throw e.of(file);
    } catch (ArithmeticException e) { // sizes whose product exceeds any array
      throw refused(file, "has a layer that is too large");
    }
  }

  private static ForeignNetwork translated(
      Path file, List<Dl4jLayer> layers, Dl4jCoefficients coefficients) {
    Dl4jLayer first = layers.get(0);
    boolean ids = first.kind().startsWith("Embedding");
    int width = first.innermost().size("nin");
    ForeignChain chain = new ForeignChain(ids ? Form.IDS : Form.STEPS, width);
    Dl4jLayers ours = new Dl4jLayers(coefficients, chain);
    layers.forEach(ours::add);
    coefficients.requireEnd();
    boolean ofSteps = chain.form() != Form.VECTOR;
    ForeignLayer output = chain.takeOutput();
    return new ForeignNetwork(
        file,
        "Deeplearning4j",
        ids
            ? new ForeignNetwork.Ids(width, Optional.empty(), true)
            : new ForeignNetwork.Numbers(width, Optional.empty(), OptionalDouble.empty()),
        chain.layers(),
        output,
        ofSteps,
        Dl4jLayers.loss(layers.get(layers.size() - 1)),
        chain.notes());
  }

  static UserException refused(Path file, String what) {
    return new UserException(Problem.inFile(file, what, SAVE));
  }
}
