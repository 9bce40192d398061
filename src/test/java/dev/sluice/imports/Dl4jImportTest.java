package dev.sluice.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.network.Inference;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that stock DL4J wrote give what it gives. */
class Dl4jImportTest {
  private static final int STEPS = 6;

  @TempDir private Path folder;

  @Test
  void networksOfIdsGiveWhatDl4jGives() throws IOException {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(10, STEPS),
            new EmbeddingSequenceLayer.Builder().nIn(10).nOut(4).build(),
            new Bidirectional(
                Bidirectional.Mode.ADD,
                new LSTM.Builder().nOut(3).activation(Activation.TANH).dropOut(0.8).build()),
            new Convolution1D.Builder(3)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .build(),
            new DropoutLayer(0.7),
            graves(3),
            new GlobalPoolingLayer(PoolingType.AVG),
            new BatchNormalization.Builder().build(),
            new ActivationLayer(Activation.ELU),
            new DenseLayer.Builder().nOut(5).activation(Activation.SOFTSIGN).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build());
    float[] ids = {3, 1, 4, 1, 5, 9};

    sameOutputs(network, ids, new int[] {1, STEPS});
  }

  @Test
  void networksOfNumbersGiveWhatDl4jGives() throws IOException {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(2, STEPS),
            new SimpleRnn.Builder().nOut(4).activation(Activation.TANH).build(),
            new LastTimeStep(new LSTM.Builder().nOut(3).activation(Activation.SOFTSIGN).build()),
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build());
    float[] numbers = new float[2 * STEPS];
    Random random = new Random(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }

    sameOutputs(network, numbers, new int[] {1, 2, STEPS});
  }

  @SuppressWarnings("deprecation") // DL4J has no other layer with peepholes
  private static Layer graves(int units) {
    return new org.deeplearning4j.nn.conf.layers.GravesLSTM.Builder().nOut(units).build();
  }

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(5).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    Nd4j.getRandom().setSeed(3);
    network.setParams(Nd4j.randn(1, network.numParams()).muli(0.5));
    return network;
  }

  /** A small network of ids, written to a file. */
  static Path small(Path zip) throws IOException {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(10, STEPS),
            new EmbeddingSequenceLayer.Builder().nIn(10).nOut(3).build(),
            new LastTimeStep(new LSTM.Builder().nOut(3).activation(Activation.TANH).build()),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build());
    ModelSerializer.writeModel(network, zip.toFile(), false);
    return zip;
  }

  private Path written(MultiLayerNetwork network) throws IOException {
    Path zip = folder.resolve("model.zip");
    ModelSerializer.writeModel(network, zip.toFile(), true);
    return zip;
  }

  private void sameOutputs(MultiLayerNetwork network, float[] features, int[] shape)
      throws IOException {
    long[] axes = new long[shape.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = shape[i];
    }
    INDArray expected = network.output(Nd4j.create(features, axes, 'c'));

    ModelImport model = ModelImport.of(ImportFormat.DL4J, written(network), ImportOptions.NONE);

    try (Inference inference = model.network().inference(1)) {
      assertThat(inference.outputs(features, shape, Optional.empty())[0])
          .containsExactly(expected.ravel().toFloatVector(), within(1e-5f));
    }
  }

  @Test
  void namesLayersWithoutATranslation() throws IOException {
    Path zip =
        written(
            network(
                InputType.recurrent(2, STEPS),
                new Subsampling1DLayer.Builder().kernelSize(2).stride(2).build(),
                new LastTimeStep(new Bidirectional(new LSTM.Builder().nOut(3).build())),
                new OutputLayer.Builder(LossFunction.MSE).nOut(2).build()));

    assertThatThrownBy(() -> ModelImport.of(ImportFormat.DL4J, zip, ImportOptions.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("layer 'layer0' (Subsampling1DLayer): cannot be translated")
        .hasMessageContaining("layer 'layer1' (LastTimeStep): the layer in it is none of");
  }

  @Test
  void looksForNoClassThatAFileNames() throws IOException {
    Path zip =
        written(
            network(
                InputType.recurrent(2, STEPS),
                new LastTimeStep(new LSTM.Builder().nOut(3).build()),
                new OutputLayer.Builder(LossFunction.MSE).nOut(2).build()));
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      Path configuration = files.getPath("configuration.json");
      String json = Files.readString(configuration, StandardCharsets.UTF_8);
      Files.writeString(
          configuration,
          json.replace("org.deeplearning4j.nn.conf.layers.LSTM", Trap.class.getName()));
    }

    assertThatThrownBy(() -> ModelImport.of(ImportFormat.DL4J, zip, ImportOptions.NONE))
        .hasMessageContaining("(LastTimeStep): the layer in it is none of");
    assertThat(Trapped.SPRUNG).isFalse();
  }

  /** What a class that is looked for would set. */
  static final class Trapped {
    static boolean SPRUNG;

    private Trapped() {}
  }

  /** A class that a file names. */
  static final class Trap {
    static {
      Trapped.SPRUNG = true;
    }

    private Trap() {}
  }
}
