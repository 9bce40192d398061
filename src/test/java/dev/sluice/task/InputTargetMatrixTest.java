package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.network.NetworkPlan;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.predict.Answers;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.train.TrainedNetwork;
import dev.sluice.train.Trainer;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each pair of an input and a target works from rows to answers, or is refused by name. */
class InputTargetMatrixTest {
  private static final Map<String, String> INPUTS =
      Map.of(
          "text", "{text: {column: words}}",
          "tokens", "{tokens: {column: words}}",
          "ids", "{ids: {column: ids}}",
          "series", "{series: {lookback: 3}}",
          "sequence", "{sequence: {long: {by: id, order: step, columns: [number]}}}");
  private static final Map<String, String> TARGETS =
      Map.of(
          "class", "{class: {column: label}}",
          "labels", "{labels: {columns: [has tail]}}",
          "tags", "{tags: {column: tags}}",
          "number", "{number: {columns: [size]}}",
          "next", "{next: {}}",
          "text", "{text: {column: label, tokenizer: {characters: {}}, max_length: 5}}",
          "forecast", "{forecast: {columns: [number], horizon: 2}}");
  private static final Map<String, String> FIRST_LAYERS =
      Map.of(
          "text", "{embedding: {size: 3}}, ",
          "tokens", "{embedding: {size: 3}}, ",
          "ids", "{embedding: {size: 3}}, ");
  private static final List<String> PAIRS =
      List.of(
          "text class",
          "text labels",
          "tokens labels",
          "ids labels",
          "sequence labels",
          "text next",
          "text text",
          "tokens class",
          "tokens tags",
          "text number",
          "tokens number",
          "ids number",
          "sequence number",
          "ids class",
          "sequence class",
          "series forecast");

  @TestFactory
  List<DynamicTest> everyPairWorksOrIsRefusedByName() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind<InputSpec> input : Kinds.installed().of(InputSpec.class)) {
      for (Kind<TargetSpec> target : Kinds.installed().of(TargetSpec.class)) {
        String pair = input.name() + " " + target.name();
        tests.add(
            DynamicTest.dynamicTest(
                pair,
                () -> {
                  if (PAIRS.contains(pair)) {
                    works(input.name(), target.name());
                  } else {
                    isRefused(input.name(), target.name());
                  }
                }));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(4);
    return tests;
  }

  private static void works(String input, String target) {
    Config config = config(input, target);
    Dataset data = Dataset.load(config.data(), rows());
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    TrainedNetwork trained = new Trainer(config, data, plan).train();

    Predictor predictor = Predictor.of(data.pipeline(), trained.network());
    List<? extends Prediction> answers = predictor.predict(rows());

    assertThat(answers).isNotEmpty().allMatch(data.pipeline().target().answer()::isInstance);
    assertThat(data.pipeline().target().perfect(data.examples(Part.TEST)).whyNone()).isEmpty();
    saysTheSameInEachForm(predictor);
  }

  /** Of the example of the input, with the columns that it says it reads. */
  private static void saysTheSameInEachForm(Predictor predictor) {
    FittedInput input = predictor.pipeline().input();
    assertThat(input.example().columns())
        .containsAll(input.reads().stream().map(InputColumn::name).toList());
    Answers<?> asked = predictor.ask(input.example(), Patience.ENDLESS);
    StringWriter csv = new StringWriter();
    try (CsvTable table = new CsvTable(csv, false)) {
      asked.write(table);
    }
    List<Object> leaves = new ArrayList<>();
    asked.documents().forEach(document -> addLeaves(document, leaves));

    Set<Double> inCsv =
        Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?")
            .matcher(csv.toString())
            .results()
            .map(number -> Double.valueOf(number.group()))
            .collect(Collectors.toSet());
    assertThat(leaves)
        .isNotEmpty()
        .allSatisfy(
            leaf -> {
              if (leaf instanceof Number number) {
                assertThat(inCsv).contains(number.doubleValue());
              } else {
                assertThat(csv.toString()).contains(leaf.toString());
              }
            });
  }

  private static void addLeaves(Object value, List<Object> leaves) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> addLeaves(each, leaves));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> addLeaves(each, leaves));
    } else if (value != null) {
      leaves.add(value);
    }
  }

  private static void isRefused(String input, String target) {
    assertThat(catchThrowableOfType(UserException.class, () -> config(input, target)))
        .hasMessageContaining(
            "input '" + input + "' with target '" + target + "' is not available");
  }

  private static Config config(String input, String target) {
    return ConfigReader.parse(
            """
            name: pair
            data:
              source: {csv: {path: in-memory.csv}}
              split: {test: {rows: 8}}
              input: INPUT
              target: TARGET
            network: NETWORK
            training: {epochs: 1}
            """
                .replace("INPUT", INPUTS.get(input))
                .replace("TARGET", TARGETS.get(target))
                .replace(
                    "NETWORK",
                    target.equals("text")
                        ? "{encoder: [FIRST{lstm: {units: 3}}], decoder: [{gru: {units: 3}}]}"
                        : "[FIRST{lstm: {units: 3}}]")
                .replace("FIRST", FIRST_LAYERS.getOrDefault(input, "")),
            "pair.yaml",
            Path.of(""),
            List.of())
        .config();
  }

  private static Table rows() {
    return Table.of(
        List.of("words", "label", "number", "id", "step", "ids", "tags", "size", "has tail"),
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    List.of(
                        i % 2 == 0 ? "a fine film" : "so dull",
                        i % 2 == 0 ? "good" : "bad",
                        Double.toString(10 + Math.sin(i)),
                        Integer.toString(i % 20),
                        Integer.toString(i),
                        i % 2 == 0 ? "1 14 22" : "[1, 2, 9, 14]",
                        i % 2 == 0 ? "D A N" : "R A",
                        Integer.toString(i % 20),
                        i % 20 < 12 ? "1" : "0"))
            .toList());
  }
}
