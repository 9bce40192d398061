package dev.sluice.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigWriter;
import dev.sluice.data.Pipeline;
import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.frame.Scale;
import dev.sluice.input.PortableInput;
import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Json;
import dev.sluice.run.SoftwareVersions;
import dev.sluice.shape.InputShape;
import dev.sluice.task.PortableTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto.DataType;

/**
 * A model as an ONNX file (onnx.ai, opset 15): inputs are in original units or ids of tokens,
 * outputs are answers, and the vocabulary, classes and the like are in the metadata.
 */
public final class OnnxExport {
  /** The largest file that Protocol Buffers can represent. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private static final int OPSET = 15;
  private static final int IR_VERSION = 8;
  private static final String BATCH = "batch";
  private static final String STEPS = "steps";
  static final String FEATURES = "features"; // beside a text

  private final Bundle bundle;
  private final Pipeline pipeline;
  private final NetworkPlan plan;
  private final PortableInput input;
  private final ModelProto model;
  private final List<AnswerNodes.Output> outputs;

  private OnnxExport(Bundle bundle) {
    this.bundle = bundle;
    pipeline = bundle.pipeline();
    plan = bundle.network().plan();
    input = pipeline.input().portable();
    OnnxGraph graph = new OnnxGraph("sluice");
    Optional<WindowNodes> windows =
        input.match(
            tokens -> Optional.<WindowNodes>empty(),
            sequences -> Optional.empty(),
            of -> Optional.of(new WindowNodes(graph, of.recipe())),
            unknown -> Optional.empty());
    Flow given =
        input.match(
            tokens -> ids(graph),
            sequences -> numbers(graph, sequences),
            of -> Flow.sequence(windows.orElseThrow().features()),
            unknown -> {
              throw new IllegalStateException("refused before");
            });
    Value columns =
        plan.input().columns() > 0
            ? graph.cast(
                graph.input(FEATURES, DataType.DOUBLE, BATCH, plan.input().columns()),
                DataType.FLOAT)
            : Value.NONE;
    Optional<Value> lengths =
        plan.input().fixedSteps()
            ? Optional.empty()
            : Optional.of(graph.input("lengths", DataType.INT32, BATCH));
    OutputNodes.Answer answer =
        new NetworkNodes(graph, new Steps(graph, lengths), plan)
            .nodes(bundle.network().parametersByLayer(), given, columns);
    outputs = pipeline.target().portable().match(new AnswerNodes(graph, plan, answer, windows));
    outputs.forEach(out -> graph.output(out.name(), out.value(), out.type(), out.dims()));
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("sluice")
            .setProducerVersion(SoftwareVersions.sluice())
            .setDomain("dev.sluice")
            .setDocString(bundle.config().name())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph.proto());
    metadata()
        .forEach(
            (key, value) ->
                proto.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    model = proto.build();
  }

  /**
   * The model of a bundle.
   *
   * @throws UserException naming everything that cannot be expressed as operators
   */
  public static OnnxExport of(Bundle bundle) {
    List<Problem> problems = whyNot(bundle);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new OnnxExport(bundle);
  }

  private static List<Problem> whyNot(Bundle bundle) {
    NetworkPlan plan = bundle.network().plan();
    List<Problem> problems = new ArrayList<>(NetworkNodes.whyNot(plan));
    bundle
        .pipeline()
        .input()
        .portable()
        .match(
            tokens -> List.<Problem>of(),
            sequences -> List.<Problem>of(),
            windows -> WindowNodes.whyNot(windows.recipe()),
            unknown -> List.of(unknown.why()))
        .forEach(problems::add);
    if (bundle.pipeline().target().portable() instanceof PortableTarget.Unknown unknown) {
      problems.add(unknown.why());
    }
    long bytes =
        plan.parameters() * Float.BYTES * Math.max(1, bundle.config().training().networks());
    if (bytes > MOST_BYTES) {
      problems.add(
          Problem.atKey(
              "network",
              "has %s bytes of parameters; the maximum of an ONNX file is %s"
                  .formatted(bytes, MOST_BYTES),
              "make the layers smaller"));
    }
    return problems.stream().distinct().toList();
  }

  /** Ids of tokens (batch, steps), perhaps with their characters (batch, steps, characters). */
  private Flow ids(OnnxGraph graph) {
    InputShape.Tokens tokens = plan.input().match(t -> t, numbers -> null);
    Object steps = tokens.fixedSteps() ? tokens.maxLength() : STEPS;
    Value ids = graph.transpose(graph.input("ids", DataType.INT64, BATCH, steps), 1, 0);
    return tokens
        .spelling()
        .map(
            spelling ->
                new Flow(
                    ids,
                    true,
                    graph.transpose(
                        graph.input("characters", DataType.INT64, BATCH, STEPS, "characters"),
                        1,
                        0,
                        2)))
        .orElse(Flow.sequence(ids));
  }

  /** Numbers in original units (batch, steps, channels). */
  private Flow numbers(OnnxGraph graph, PortableInput.Sequences sequences) {
    int channels = sequences.channels().size();
    Object steps = plan.input().fixedSteps() ? plan.input().steps() : STEPS;
    Value values = graph.input("values", DataType.DOUBLE, BATCH, steps, channels);
    double[] shifts = sequences.scales().stream().mapToDouble(Scale::shift).toArray();
    double[] divisors = sequences.scales().stream().mapToDouble(Scale::divisor).toArray();
    Value scaled =
        graph.op(
            "Div",
            graph.op("Sub", values, graph.doubles(shifts, channels)),
            graph.doubles(divisors, channels));
    return Flow.sequence(graph.transpose(graph.cast(scaled, DataType.FLOAT), 1, 0, 2));
  }

  /** The file. */
  public byte[] bytes() {
    return model.toByteArray();
  }

  /** A file `tokenizer.json` that produces the ids of this model; empty if there is none. */
  public Optional<JsonNode> tokenizer() {
    return input.match(
        PortableInput.Tokens::tokenizer,
        sequences -> Optional.empty(),
        windows -> Optional.empty(),
        unknown -> Optional.empty());
  }

  /** Describes the inputs and their shapes in words. */
  public Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    model
        .getGraph()
        .getInputList()
        .forEach(
            of ->
                inputs.put(
                    of.getName(),
                    DataType.forNumber(of.getType().getTensorType().getElemType())
                            .name()
                            .toLowerCase(java.util.Locale.ROOT)
                        + " ("
                        + String.join(
                            ", ",
                            of.getType().getTensorType().getShape().getDimList().stream()
                                .map(
                                    dim ->
                                        dim.getDimParam().isEmpty()
                                            ? Long.toString(dim.getDimValue())
                                            : dim.getDimParam())
                                .toList())
                        + ")"));
    return inputs;
  }

  /** What each output means. */
  public Map<String, String> outputs() {
    Map<String, String> meanings = new LinkedHashMap<>();
    outputs.forEach(output -> meanings.put(output.name(), output.meaning()));
    return meanings;
  }

  ModelProto model() {
    return model;
  }

  Bundle bundle() {
    return bundle;
  }

  PortableInput input() {
    return input;
  }

  /** The metadata that people and programs need besides the graph; lists and objects as JSON. */
  private Map<String, String> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("sluice.version", SoftwareVersions.sluice());
    metadata.put("name", bundle.config().name());
    input
        .match(
            this::ofTokens,
            sequences -> Map.<String, Object>of("channels", sequences.channels()),
            windows -> WindowFacts.of(windows.recipe()),
            unknown -> Map.<String, Object>of())
        .forEach(metadata::put);
    pipeline.target().portable().match(new AnswerFacts()).forEach(metadata::put);
    outputs().forEach((name, meaning) -> metadata.put("output." + name, meaning));
    metadata.put("sluice.config", ConfigWriter.toYaml(bundle.config()));
    metadata.put("sluice.pipeline", pipeline.toJson().toString());
    Map<String, String> texts = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> texts.put(key, value instanceof String text ? text : Json.line(value)));
    return texts;
  }

  private Map<String, Object> ofTokens(PortableInput.Tokens tokens) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (!tokens.vocabulary().isEmpty()) {
      facts.put("vocabulary", tokens.vocabulary());
    }
    tokens.alphabet().ifPresent(alphabet -> facts.put("alphabet", alphabet));
    plan.input()
        .match(
            shape -> {
              facts.put("max_length", shape.maxLength());
              facts.put("unknown", shape.unknown());
              return facts;
            },
            numbers -> facts);
    return facts;
  }

  /** Metadata that depend on the kind of the target. */
  private static final class AnswerFacts implements PortableTarget.Cases<Map<String, Object>> {
    @Override
    public Map<String, Object> classes(PortableTarget.Classes classes) {
      Map<String, Object> facts = new LinkedHashMap<>(Map.of("classes", classes.names()));
      classes.beside().ifPresent(beside -> facts.put("words", beside.words().tokens()));
      classes.threshold().ifPresent(threshold -> facts.put("threshold", threshold));
      return facts;
    }

    @Override
    public Map<String, Object> labels(PortableTarget.Labels labels) {
      return Map.of("labels", labels.names(), "thresholds", labels.thresholds());
    }

    @Override
    public Map<String, Object> numbers(PortableTarget.Numbers numbers) {
      return Map.of("columns", numbers.columns());
    }

    @Override
    public Map<String, Object> tags(PortableTarget.Tags tags) {
      return Map.of("tags", tags.names());
    }

    @Override
    public Map<String, Object> next(PortableTarget.Next next) {
      return Map.of();
    }

    @Override
    public Map<String, Object> forecast(PortableTarget.Forecast forecast) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("columns", forecast.columns());
      if (!forecast.levels().isEmpty()) {
        facts.put("levels", forecast.levels());
      }
      forecast.intervals().ifPresent(intervals -> facts.put("intervals", intervals.toString()));
      return facts;
    }

    @Override
    public Map<String, Object> unknown(PortableTarget.Unknown unknown) {
      return Map.of();
    }
  }
}
