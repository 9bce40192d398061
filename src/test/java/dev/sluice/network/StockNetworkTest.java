package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.dropping;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.GradientClipping;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class StockNetworkTest {
  private static final TrainingSpec OUR_OWN =
      training(
          new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8),
          new ScheduleSpec.Cosine(0),
          Optional.of(new GradientClipping(Optional.empty(), Optional.empty(), Optional.of(1.0))),
          Optional.of(new LossSpec.Huber(1)));

  @TempDir Path folder;

  @Test
  void stockDl4jGivesTheSameProbabilitiesOfPaddedTexts() throws Exception {
    sameOutputsWithoutSluice(
        TOKENS,
        TWO_CLASSES,
        training(),
        embedding(4),
        dropout(0.5),
        dropping(0.5, lstm(5)),
        dropout(0.5),
        dense(4),
        dropping(0.5, simpleRnn(4)),
        pooling(Method.MEAN),
        dense(3));
  }

  @Test
  void stockDl4jGivesTheSameForecastsOfWindows() throws Exception {
    sameOutputsWithoutSluice(
        WINDOWS,
        FOUR_NUMBERS,
        OUR_OWN,
        dense(4),
        lstm(5),
        dropout(0.5),
        dense(4),
        pooling(Method.LAST),
        batchNormalization());
  }

  @Test
  void stockDl4jGivesTheSameProbabilitiesOfNextTokens() throws Exception {
    sameOutputsWithoutSluice(
        new InputShape.Tokens(11, 100, Optional.empty()),
        new OutputShape.NextTokens(11),
        training(),
        embedding(4),
        dropping(0.5, lstm(5)),
        dense(4),
        simpleRnn(3));
  }

  private void sameOutputsWithoutSluice(
      InputShape input, OutputShape target, TrainingSpec training, LayerSpec... layers)
      throws Exception {
    NetworkPlan plan = NetworkPlan.of(config(training, layers), input, target);
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training, 1, 5).dl4j();
    DataSet examples = input == TOKENS ? batch(plan, 1, 6, 1, 3, 4) : batch(plan, 1, 5, 5, 5, 5);
    if (target.ofSteps()) {
      examples.setLabels(Nd4j.ones(DataType.FLOAT, 4, 5));
    }
    for (int step = 0; step < 5; step++) {
      network.fit(examples);
    }

    StockNetwork stock = StockNetwork.of(plan, training, new Coefficients(network.params()));

    File zip = folder.resolve("model.zip").toFile();
    ModelSerializer.writeModel(((StockNetwork.Expressed) stock).network(), zip, false);
    float[] expected =
        network
            .output(examples.getFeatures(), false, examples.getFeaturesMaskArray(), null)
            .ravel()
            .toFloatVector();
    List<Float> actual = runStockProgram(zip, examples);
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-5f));
    }
  }

  /** In a JVM of its own whose class path has the jars only. */
  private List<Float> runStockProgram(File zip, DataSet examples)
      throws IOException, InterruptedException {
    String resource = StockProgram.class.getName().replace('.', '/') + ".class";
    Path program = folder.resolve("program").resolve(resource);
    Files.createDirectories(program.getParent());
    try (var bytes = StockProgram.class.getClassLoader().getResourceAsStream(resource)) {
      Files.copy(bytes, program);
    }
    Path data = folder.resolve("examples.bin");
    examples.save(data.toFile());
    String printed =
        ChildJvm.run(
            ChildJvm.classPath(folder.resolve("program"), entry -> entry.endsWith(".jar")),
            StockProgram.class,
            zip.toString(),
            data.toString());
    return printed
        .lines()
        .filter(line -> line.startsWith("output "))
        .map(line -> Float.parseFloat(line.substring("output ".length())))
        .toList();
  }
}
