package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Reversible;
import dev.sluice.shape.Spelling;
import dev.sluice.spec.Activation;
import dev.sluice.spec.Config;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LossSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers as operators give in ONNX Runtime, and in our evaluator, what our network gives. */
class NetworkNodesTest {
  private static final double TOLERANCE = 1e-5;
  private static final int[] LENGTHS = {5, 1, 7, 3};
  private static final InputShape NUMBERS = new InputShape.Steps(3, 7, true);
  private static final InputShape WINDOWS = new InputShape.Steps(3, 6);
  private static final InputShape TOKENS = new InputShape.Tokens(11, 7, Optional.empty());

  static Stream<String> layers() {
    Stream<String> some =
        Stream.of(
            "lstm: {units: 4}",
            "lstm: {units: 4}, lstm: {units: 3}",
            "lstm: {units: 4, peepholes: graves}",
            "lstm: {units: 4, peepholes: previous}",
            "lstm: {units: 4, peepholes: previous_and_candidate}, pooling: {method: max}",
            "lstm: {units: 4, activation: relu, recurrent_activation: hard_sigmoid}",
            "lstm: {units: 3, residual: true}",
            "lstm: {units: 3, residual: true}, pooling: {method: mean}",
            "gru: {units: 4}",
            "gru: {units: 4, reset_after: false}",
            "lstm: {units: 4, activation: softsign}, pooling: {method: mean}",
            "gru: {units: 4, reset_after: false, activation: relu}",
            "simple_rnn: {units: 4, activation: elu}",
            "simple_rnn: {units: 4}",
            "simple_rnn: {units: 4, activation: linear}",
            "bidirectional: {layer: {lstm: {units: 3}}}",
            "bidirectional: {layer: {gru: {units: 3}}, merge: sum}",
            "bidirectional: {layer: {gru: {units: 3}}, merge: mean}, pooling: {method: concat}",
            "bidirectional: {layer: {simple_rnn: {units: 3}}, merge: product}",
            "bidirectional: {layer: {lstm: {units: 3}}}, pooling: {method: last}",
            "bidirectional: {layer: {lstm: {units: 3, peepholes: previous}}}, lstm: {units: 2}",
            "bidirectional: {layer: {lstm: {units: 3, peepholes: previous}}}",
            "bidirectional: {layer: {lstm: {units: 3}}, merge: sum, residual: true},"
                + " pooling: {method: mean}",
            "lstm: {units: 4, return_sequences: true}, pooling: {method: mean_max}",
            "lstm: {units: 4}, dropout: {rate: 0.3}, dense: {units: 2}, pooling: {method: last}",
            "lstm: {units: 4}, attention: {units: 3}",
            "gru: {units: 4}, self_attention: {heads: 2}, pooling: {method: mean}",
            "gru: {units: 4}, self_attention: {heads: 2, size: 6, causal: true},"
                + " pooling: {method: max}",
            "gru: {units: 4}, self_attention: {heads: 1, residual: true}, attention: {units: 2}",
            "convolution: {filters: 4, width: 3}, pooling: {method: max}",
            "convolution: {filters: 4, width: 4, activation: relu}, lstm: {units: 2}",
            "convolution: {filters: 3, width: 3, padding: causal, residual: true},"
                + " pooling: {method: mean}",
            "layer_normalization: {}, gru: {units: 4}, layer_normalization: {}",
            "spatial_dropout: {rate: 0.2}, lstm: {units: 4}, batch_normalization: {}",
            "lstm: {units: 4}, dense: {units: 4, residual: true, activation: tanh}");
    Stream<String> activations =
        Arrays.stream(Activation.values())
            .map(a -> a.name().toLowerCase(Locale.ROOT))
            .map("gru: {units: 3}, dense: {units: 4, activation: %s}"::formatted);
    return Stream.concat(some, activations);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void sequencesOfAnyLengthGiveTheSame(String layers) {
    assertSame(NUMBERS, new OutputShape.Classes(2), layers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm: {units: 4}, output: {linear_skip: true}",
        "segments: {length: 2, units: 4}, gru: {units: 3}",
        "lstm: {units: 4}, output: {segments: {length: 1}}",
        "gru: {units: 4}, output: {segments: {length: 2}, linear_skip: true}",
        "lstm: {units: 4}, output: {states: horizon}",
        "lstm: {units: 4, peepholes: previous}",
        "bidirectional: {layer: {lstm: {units: 3, peepholes: previous}}}",
        "convolution: {filters: 4, width: 3}, pooling: {method: concat}"
      })
  void windowsGiveTheSame(String layers) {
    assertSame(WINDOWS, new OutputShape.Values(2, 2), layers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gru: {units: 3}",
        "lstm: {units: 4}, output: {linear_skip: true}",
        "lstm: {units: 4}, output: {segments: {length: 1}}"
      })
  void weightsOfReversibleWindowsGiveTheSame(String layers) {
    InputShape windows =
        new InputShape.Steps(
            4,
            6,
            false,
            List.of(new Category("a", 4, 2, false)),
            Optional.of(new Reversible(List.of(0, 1, 0, -1))));
    assertSame(windows, new OutputShape.Values(2, 2), layers);
    assertSame(
        windows,
        new OutputShape.Values(
            2,
            2,
            2,
            Optional.of(new LossSpec.Likelihood(new DistributionSpec.Gaussian(List.of(0.1, 0.5))))),
        layers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "embedding: {size: 3}, lstm: {units: 4}",
        "embedding: {size: 3, dropout: 0.2}, pooling: {method: mean}, dense: {units: 2}"
      })
  void tokensGiveTheSame(String layers) {
    assertSame(TOKENS, new OutputShape.Classes(3), layers);
    assertSame(
        new InputShape.Tokens(11, 7, Optional.of(dev.sluice.spec.InputSpec.Padding.PRE)),
        new OutputShape.Labels(3),
        layers);
  }

  @Test
  void charactersBesideTokensGiveTheSame() {
    assertSame(
        new InputShape.Tokens(11, 7, Optional.empty(), Optional.of(new Spelling(6, 4, 3, 2)), 1),
        new OutputShape.StepClasses(3, Optional.empty()),
        "embedding: {size: 3}, bidirectional: {layer: {lstm: {units: 2}}}");
  }

  @Test
  void categoriesBesideNumbersGiveTheSame() {
    assertSame(
        new InputShape.Steps(
            4, 6, false, List.of(new Category("a", 4, 2, false), new Category("b", 3, 1, true))),
        new OutputShape.Values(2, 1),
        "gru: {units: 3}");
  }

  @Test
  void eachStepOfTagsGivesTheSame() {
    assertSame(
        TOKENS,
        new OutputShape.StepClasses(3, Optional.empty()),
        "embedding: {size: 3}, lstm: {units: 4}");
  }

  /** The path is compared too, as the last number of each step. */
  @Test
  void aConditionalRandomFieldGivesTheSame() {
    OutputShape.Chain chain = new OutputShape.Chain(Map.of(2, Set.of(1, 2)));
    assertSame(
        TOKENS,
        new OutputShape.StepClasses(4, Optional.of(chain)),
        "embedding: {size: 3}, gru: {units: 4}");
  }

  @Test
  void anEnsembleGivesTheMeanOfItsNetworks() {
    NetworkPlan plan = plan(NUMBERS, new OutputShape.Classes(2), "gru: {units: 3}");
    assertSame(
        plan,
        Network.trained(
            plan, List.of(DrawnModel.parameters(plan, 1), DrawnModel.parameters(plan, 2)), 1));
  }

  /** A kind that is added later must be exported, or be refused by its name. */
  @Test
  void everyKindOfLayerHasOperators() {
    List<Class<?>> kinds = new ArrayList<>();
    for (Kind<LayerSpec> kind : Kinds.installed().of(LayerSpec.class)) {
      if (kind.record().getEnclosingClass() == LayerSpec.class) { // not of a plug-in of tests
        kinds.add(kind.record());
      }
    }
    kinds.remove(LayerSpec.Output.class);

    assertThat(kinds)
        .isNotEmpty()
        .allSatisfy(kind -> assertThat(LayerTable.has(kind.asSubclass(LayerSpec.class))).isTrue());
  }

  private static void assertSame(InputShape input, OutputShape target, String layers) {
    NetworkPlan plan = plan(input, target, layers);
    assertSame(plan, Network.trained(plan, DrawnModel.parameters(plan, 1)));
  }

  private static void assertSame(NetworkPlan plan, Network network) {
    Batch batch = Batch.drawn(plan, new Random(7));
    float[][] expected;
    List<List<Map<String, ParameterMatrix>>> parameters;
    try (network;
        Inference inference = network.inference(1)) {
      expected = inference.outputs(batch.features, batch.shape, batch.mask);
      parameters = network.parametersByLayer();
    }

    OnnxGraph graph = new OnnxGraph("network");
    Optional<Value> lengths =
        batch.mask.map(mask -> graph.input("lengths", DataType.INT32, "batch"));
    Value x;
    Value beside = Value.NONE;
    if (batch.shape.length == 2 || batch.inputs.containsKey("characters")) {
      x = graph.transpose(graph.input("ids", DataType.INT64, "batch", "steps"), 1, 0);
      if (batch.inputs.containsKey("characters")) {
        beside =
            graph.transpose(
                graph.input("characters", DataType.INT64, "batch", "steps", "characters"), 1, 0, 2);
      }
    } else {
      x =
          graph.transpose(
              graph.input("values", DataType.FLOAT, "batch", "steps", batch.shape[1]), 1, 0, 2);
    }
    OutputNodes.Answer answer =
        new NetworkNodes(graph, new Steps(graph, lengths), plan)
            .nodes(parameters, new Flow(x, true, beside), Value.NONE);
    graph.output("y", answer.value(), DataType.FLOAT, dims(plan));
    if (!answer.path().equals(Value.NONE)) {
      graph.output("path", answer.path(), DataType.INT64, "batch", "steps");
    }
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
            .setGraph(graph.proto())
            .build()
            .toByteArray();

    assertOutputs(plan, batch, expected, OnnxEvaluator.run(graph.proto(), batch.inputs));
    assertOutputs(plan, batch, expected, OnnxRuntime.run(model, batch.inputs));
  }

  private static Object[] dims(NetworkPlan plan) {
    return plan.target().ofSteps()
        ? new Object[] {"batch", "steps", plan.output().units()}
        : new Object[] {"batch", plan.output().units()};
  }

  private static void assertOutputs(
      NetworkPlan plan, Batch batch, float[][] expected, Map<String, Tensor> outputs) {
    Tensor y = outputs.get("y");
    int units = plan.output().units();
    int numbers = plan.output().numbers();
    boolean ofSteps = plan.target().ofSteps();
    for (int r = 0; r < expected.length; r++) {
      for (int i = 0; i < expected[r].length; i++) {
        int t = i / numbers;
        double given =
            !ofSteps
                ? y.values()[r * units + i]
                : i % numbers < units
                    ? y.values()[(r * y.length(1) + t) * units + i % numbers]
                    : outputs.get("path").values()[r * y.length(1) + t];
        assertThat(given)
            .as("number %s of row %s", i, r)
            .isCloseTo(expected[r][i], within(TOLERANCE));
      }
    }
  }

  private static NetworkPlan plan(InputShape input, OutputShape target, String layers) {
    String yaml =
        """
        version: 1
        name: any
        data:
          source: {csv: {path: any.csv}}
          split: {validation: {share: 0.1}, test: {share: 0.2}}
          input: {text: {column: text, max_length: 7}}
          target: {class: {column: label}}
        network:
        %s
        training: {epochs: 1, batch_size: 4, optimizer: {adam: {}}}
        """
            .formatted(
                Arrays.stream(layers.split("(?<=\\}), (?=\\w+: \\{)"))
                    .map("  - "::concat)
                    .collect(Collectors.joining("\n")));
    Config config = ConfigReader.parse(yaml, "any.yaml", Path.of(""), List.of()).config();
    return NetworkPlan.of(config, input, target);
  }

  /** A batch as our network takes it, and as the graph does. */
  private record Batch(
      float[] features, int[] shape, Optional<float[]> mask, Map<String, Tensor> inputs) {
    static Batch drawn(NetworkPlan plan, Random random) {
      boolean masked = !plan.input().fixedSteps();
      int rows = LENGTHS.length;
      int steps = plan.input().steps();
      float[] mask = new float[rows * steps];
      for (int r = 0; r < rows; r++) {
        Arrays.fill(mask, r * steps, r * steps + (masked ? LENGTHS[r] : steps), 1);
      }
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      inputs.put("lengths", new Tensor(Arrays.stream(LENGTHS).asDoubleStream().toArray(), rows));
      return plan.input()
          .match(
              tokens -> ofTokens(tokens, mask, masked, random, inputs),
              numbers -> ofNumbers(numbers, mask, masked, random, inputs));
    }

    private static Batch ofNumbers(
        InputShape.Steps numbers,
        float[] mask,
        boolean masked,
        Random random,
        Map<String, Tensor> inputs) {
      int rows = LENGTHS.length;
      int steps = numbers.steps();
      int width = numbers.features();
      int plain = width - numbers.categories().size();
      float[] x = new float[rows * width * steps];
      double[] values = new double[x.length];
      for (int r = 0; r < rows; r++) {
        for (int t = 0; t < steps; t++) {
          for (int j = 0; j < width; j++) {
            boolean there = mask[r * steps + t] != 0;
            float value =
                j < plain
                    ? (float) random.nextGaussian()
                    : random.nextInt(numbers.categories().get(j - plain).ids());
            x[(r * width + j) * steps + t] = there ? value : 0;
            values[(r * steps + t) * width + j] = there ? value : j < plain ? 9 : 0;
          }
        }
      }
      inputs.put("values", new Tensor(values, rows, steps, width));
      return new Batch(
          x, new int[] {rows, width, steps}, masked ? Optional.of(mask) : Optional.empty(), inputs);
    }

    private static Batch ofTokens(
        InputShape.Tokens tokens,
        float[] mask,
        boolean masked,
        Random random,
        Map<String, Tensor> inputs) {
      int rows = LENGTHS.length;
      int steps = tokens.maxLength();
      int characters = tokens.spelling().map(Spelling::most).orElse(0);
      int width = 1 + characters;
      float[] x = new float[rows * width * steps];
      double[] ids = new double[rows * steps];
      double[] letters = new double[rows * steps * characters];
      for (int r = 0; r < rows; r++) {
        for (int t = 0; t < steps; t++) {
          if (masked && mask[r * steps + t] == 0) {
            ids[r * steps + t] = 3;
            continue;
          }
          int id = 1 + random.nextInt(tokens.vocabularySize() - 1);
          ids[r * steps + t] = id;
          x[r * width * steps + t] = id;
          int written = characters == 0 ? 0 : 1 + random.nextInt(characters);
          for (int k = 0; k < written; k++) {
            int letter = 1 + random.nextInt(tokens.spelling().get().alphabet() - 1);
            letters[(r * steps + t) * characters + k] = letter;
            x[(r * width + 1 + k) * steps + t] = letter;
          }
        }
      }
      inputs.put("ids", new Tensor(ids, rows, steps));
      if (characters > 0) {
        inputs.put("characters", new Tensor(letters, rows, steps, characters));
      }
      return new Batch(
          x,
          characters > 0 ? new int[] {rows, width, steps} : new int[] {rows, steps},
          masked ? Optional.of(mask) : Optional.empty(),
          inputs);
    }
  }
}
