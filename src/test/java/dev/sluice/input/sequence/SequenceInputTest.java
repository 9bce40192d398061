package dev.sluice.input.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class SequenceInputTest {
  private static final String LONG = "long: {by: id, order: step, columns: [x, y]}";
  private static final List<String> LONG_COLUMNS = List.of("id", "step", "x", "y", "label");

  /** Two sequences of 3 and 2 steps. */
  private static final List<List<String>> STEPS =
      List.of(
          List.of("a", "1", "1", "10", "u"),
          List.of("a", "2", "2", "20", "u"),
          List.of("b", "7", "4", "40", "v"),
          List.of("a", "3", "3", "30", "u"),
          List.of("b", "9", "5", "50", "v"));

  private static Config config(String sequence, String split) {
    return ConfigReader.parse(
            """
            name: sequences
            data:
              source: {csv: {path: in-memory.csv}}
              split: SPLIT
              input: {sequence: {SEQUENCE}}
              target: {class: {column: label}}
            network: [{lstm: {units: 3}}]
            training: {epochs: 1}
            """
                .replace("SPLIT", split)
                .replace("SEQUENCE", sequence),
            "sequences.yaml",
            Path.of(""),
            List.of())
        .config();
  }

  private static Dataset load(String sequence, List<String> columns, List<List<String>> rows) {
    return Dataset.load(config(sequence, "{}").data(), Table.of(columns, rows));
  }

  private static Dataset longData(String more, List<List<String>> rows) {
    return load(LONG + more, LONG_COLUMNS, rows);
  }

  /** All examples as one batch. */
  private static DataSet batch(Dataset data) {
    Examples training = data.examples(Part.TRAINING);
    return training.batches(training.size(), new BatchOrder.Sequential(), 1).next();
  }

  private static float[][] example(INDArray features, int i) {
    return features.slice(i).toFloatMatrix();
  }

  @Test
  void aBatchIsPaddedAtTheEndToItsLongestSequenceAndSaysSo() {
    DataSet batch = batch(longData(", scale: {none: {}}", STEPS));

    assertThat(batch.getFeatures().shape()).containsExactly(2, 2, 3);
    assertThat(example(batch.getFeatures(), 0))
        .isDeepEqualTo(new float[][] {{1, 2, 3}, {10, 20, 30}});
    assertThat(example(batch.getFeatures(), 1))
        .isDeepEqualTo(new float[][] {{4, 5, 0}, {40, 50, 0}});
    assertThat(batch.getFeaturesMaskArray().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 1, 0}});
    assertThat(batch.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{0}, {1}});
  }

  @Test
  void theRowsOfAWideFileAreSequencesWithoutPadding() {
    DataSet batch =
        batch(
            load(
                "wide: {columns: [t0..t2]}, scale: {none: {}}",
                List.of("label", "t0", "t1", "t2"),
                List.of(List.of("u", "1", "2", "3"), List.of("v", "4", "5", "6"))));

    assertThat(batch.getFeatures().shape()).containsExactly(2, 1, 3);
    assertThat(example(batch.getFeatures(), 1)).isDeepEqualTo(new float[][] {{4, 5, 6}});
    assertThat(batch.getFeaturesMaskArray()).isNull();
  }

  @Test
  void aWideFileMayHaveSeveralChannels() {
    DataSet batch =
        batch(
            load(
                "wide: {channels: {x: [x0..x1], y: ['y*']}}, scale: {none: {}}",
                List.of("y1", "label", "x0", "x1", "y0"),
                List.of(List.of("4", "u", "1", "2", "3"), List.of("8", "v", "5", "6", "7"))));

    assertThat(example(batch.getFeatures(), 0)).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    assertThat(example(batch.getFeatures(), 1)).isDeepEqualTo(new float[][] {{5, 6}, {7, 8}});
  }

  @Test
  void eachChannelIsScaledByTheTrainingPartAlone() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      for (int step = 0; step < 2; step++) {
        // in training x is 1 or 3, mean 2 and deviation 1; y is 100 or 300
        String odd = step == 0 ? "1" : "3";
        rows.add(
            List.of("s" + i, "" + step, i < 3 ? odd : "1000", odd + "00", i % 2 == 0 ? "u" : "v"));
      }
    }
    List<String> columns = List.of("id", "step", "x", "y", "label");
    List<List<String>> marked =
        rows.stream()
            .map(
                row -> {
                  List<String> with = new ArrayList<>(row);
                  with.add(row.get(0).equals("s3") ? "test" : "train");
                  return with;
                })
            .map(List::copyOf)
            .toList();
    List<String> withPart = new ArrayList<>(columns);
    withPart.add("part");

    Dataset data =
        Dataset.load(
            config(LONG, "{test: {column: part, value: test}}").data(), Table.of(withPart, marked));

    assertThat(example(batch(data).getFeatures(), 0))
        .isDeepEqualTo(new float[][] {{-1, 1}, {-1, 1}});
    DataSet test = data.examples(Part.TEST).batches(1, new BatchOrder.Sequential()).next();
    assertThat(example(test.getFeatures(), 0)).isDeepEqualTo(new float[][] {{998, 998}, {-1, 1}});
  }

  @Test
  void longerSequencesAreCutWhereTheConfigSays() {
    String none = ", scale: {none: {}}, max_length: 2";

    assertThat(example(batch(longData(none, STEPS)).getFeatures(), 0)[0]).containsExactly(1, 2);
    assertThat(example(batch(longData(none + ", keep: end", STEPS)).getFeatures(), 0)[0])
        .containsExactly(2, 3);
    assertThat(example(batch(longData(none + ", keep: both", STEPS)).getFeatures(), 0)[0])
        .containsExactly(1, 3);
  }

  @Test
  void paddingAndBatchMatesNeverChangeAPrediction() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      for (int step = 0; step <= i; step++) {
        rows.add(
            List.of(
                "s" + i,
                "" + step,
                "" + Math.sin(i + step),
                "" + Math.cos(2 * i - step),
                i % 2 == 0 ? "u" : "v"));
      }
    }
    for (String network :
        List.of(
            "{lstm: {units: 3}}",
            "{bidirectional: {layer: {gru: {units: 3}}}}, {pooling: {method: mean}}",
            "{lstm: {units: 3}}, {pooling: {method: max}}",
            "{dense: {units: 4, activation: tanh}}, {pooling: {method: mean}}",
            "{simple_rnn: {units: 3}}, {batch_normalization: {}}")) {
      Config config =
          ConfigReader.parse(
                  """
                  name: sequences
                  data:
                    source: {csv: {path: in-memory.csv}}
                    input: {sequence: {long: {by: id, order: step, columns: [x, y]}}}
                    target: {class: {column: label}}
                  network: [NETWORK]
                  training: {epochs: 3, batch_size: 5}
                  """
                      .replace("NETWORK", network),
                  "sequences.yaml",
                  Path.of(""),
                  List.of())
              .config();
      Dataset data = Dataset.load(config.data(), Table.of(LONG_COLUMNS, rows));
      NetworkPlan plan =
          NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
      Predictor predictor =
          Predictor.of(data.pipeline(), new Trainer(config, data, plan).train().network());

      List<ClassPrediction> together = predictor.classify(Table.of(LONG_COLUMNS, rows));

      assertThat(together).hasSize(12);
      for (int i = 0; i < 12; i++) {
        String id = "s" + i;
        ClassPrediction alone =
            predictor
                .classify(
                    Table.of(
                        LONG_COLUMNS, rows.stream().filter(row -> row.get(0).equals(id)).toList()))
                .get(0);
        assertThat(alone.probability("v"))
            .as("%s, %s", network, id)
            .isCloseTo(together.get(i).probability("v"), within(1e-6));
      }
    }
  }

  @Test
  void whatWasFittedComesBackFromJson() {
    Config config = config("wide: {columns: ['t*']}", "{}");
    Table rows =
        Table.of(
            List.of("label", "t10", "t2"), List.of(List.of("u", "1", "2"), List.of("v", "4", "7")));
    Pipeline pipeline = Dataset.load(config.data(), rows).pipeline();

    Pipeline again = Pipeline.fromJson(config.data(), pipeline.toJson());

    assertThat(again.toJson()).isEqualTo(pipeline.toJson());
    assertThat(again.inputShape()).isEqualTo(new InputShape.Steps(1, 2, false));
    // t2 before t10, although a new file has them the other way round, and more beside
    Table more = Table.of(List.of("t2", "t3", "t10"), List.of(List.of("2", "9", "1")));
    float[][] features =
        example(
            again.unlabelled(more).batches(1, new BatchOrder.Sequential()).next().getFeatures(), 0);
    assertThat(features[0][1]).isLessThan(features[0][0]);
    ObjectNode damaged = pipeline.toJson().deepCopy();
    ((ObjectNode) damaged.at("/input/channels/value")).put("divisor", 0);
    assertThatThrownBy(() -> Pipeline.fromJson(config.data(), damaged))
        .hasMessageContaining("the pipeline of the model is damaged");
  }

  @Test
  void cellsThatAreNoNumbersAreNamedWithLineAndColumn() {
    assertThatThrownBy(
            () ->
                load(
                    "wide: {columns: [t0..t1]}",
                    List.of("label", "t0", "t1"),
                    List.of(
                        List.of("u", "1", ""), List.of("v", "NaN", "2"), List.of("v", "1", "2"))))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            rows:1: column 't1': no value
                fill them in, or leave the rows out; for sequences of different lengths, write a row for each step
            rows:2: column 't0': 'NaN' is not a number
                correct the rows: write numbers like 1204, -0.5 or 1.2e3"""
                .stripIndent());
  }

  @Test
  void stepsWithTheSameNumberAreNamedWithTheirLine() {
    List<List<String>> rows = new ArrayList<>(STEPS);
    rows.add(List.of("a", "3", "1", "1", "u"));

    assertThatThrownBy(() -> longData("", rows))
        .hasMessage(
            """
            rows:6: column 'step': 3 as well as 3 in line 4, of the same sequence ('a')
                give each step of a sequence another 'step'; if a new sequence starts there, give it another 'id'"""
                .stripIndent());
  }

  @Test
  void stepsAreSortedByTheirNumbersWhereverTheirRowsAre() {
    List<List<String>> rows = new ArrayList<>(STEPS);
    Collections.reverse(rows); // b 9, a 3, b 7, a 2, a 1

    DataSet batch = batch(longData(", scale: {none: {}}", rows));

    assertThat(example(batch.getFeatures(), 0))
        .isDeepEqualTo(new float[][] {{4, 5, 0}, {40, 50, 0}});
    assertThat(example(batch.getFeatures(), 1))
        .isDeepEqualTo(new float[][] {{1, 2, 3}, {10, 20, 30}});
  }

  /** The steps of two sequences with these times in the place of 1, 2, 3, 7 and 9. */
  private static List<List<String>> timed(String... times) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      List<String> row = new ArrayList<>(STEPS.get(i));
      row.set(1, times[i]);
      rows.add(row);
    }
    Collections.reverse(rows);
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-05 10:00, 2024-01-05 10:30, 2024-01-05 10:00, 2024-02-01 09:00, 2024-01-06 10:00",
        "2024-01-05, 2024-01-06, 2024-01-05, 2024-10-01, 2024-01-06",
        "05.01.2024 9:00, 05.01.2024 10:00, 01.02.2024 7:00, 13.01.2024 8:00, 02.02.2024 7:00",
        "2024-01-05T10:00:00.000001Z, 2024-01-05T10:00:00.000002Z, 2024-01-05T10:00:00.000001Z,"
            + " 2024-01-05T10:00:00.000003Z, 2024-01-05T10:00:00.000002Z",
      })
  void stepsAreSortedByTheirTimes(String times) {
    DataSet batch = batch(longData(", scale: {none: {}}", timed(times.split(", "))));

    assertThat(example(batch.getFeatures(), 0))
        .isDeepEqualTo(new float[][] {{4, 5, 0}, {40, 50, 0}});
    assertThat(example(batch.getFeatures(), 1))
        .isDeepEqualTo(new float[][] {{1, 2, 3}, {10, 20, 30}});
  }

  @Test
  void cellsThatAreNoTimesAreNamedWithTheirLine() {
    assertThatThrownBy(
            () -> longData("", timed("7", "", "2024-01-05 12:00", "noon", "2024-01-05 14:00")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            rows:2: column 'step': 'noon' is not a time of the form yyyy-MM-dd HH:mm[:ss]
            rows:4: column 'step': no value
            rows:5: column 'step': '7' is not a time of the form yyyy-MM-dd HH:mm[:ss]
                correct the rows: write times in one form, like 2024-01-05 10:00, or numbers in all rows"""
                .stripIndent());
  }

  @Test
  void timesThatMayBeOfTwoDaysAreRefused() {
    assertThatThrownBy(
            () ->
                longData(
                    "",
                    timed("01/02/2024", "02/02/2024", "03/02/2024", "01/02/2024", "02/02/2024")))
        .hasMessage(
            """
            rows: column 'step': '01/02/2024' may be 1 Feb or 2 Jan
                write times as 2024-01-05 10:00"""
                .stripIndent());
  }

  @Test
  void stepsAtTheSameTimeAreNamedWithTheirLine() {
    assertThatThrownBy(
            () ->
                longData(
                    "",
                    timed("2024-01-05", "2024-01-05", "2024-01-01", "2024-01-07", "2024-01-02")))
        .hasMessageContaining(
            "rows:5: column 'step': 2024-01-05 as well as 2024-01-05 in line 4, of the same sequence"
                + " ('a')");
  }

  @Test
  void stepsWhoseNumberCannotBeReadAreNamedAndNotSorted() {
    List<List<String>> rows = new ArrayList<>(STEPS);
    rows.add(List.of("a", "last", "1", "1", "u"));

    assertThatThrownBy(() -> longData("", rows))
        .hasMessageContaining("rows:6: column 'step': 'last' is not a number");
  }

  @Test
  void aClassThatDiffersWithinASequenceIsNamed() {
    List<List<String>> rows = new ArrayList<>(STEPS);
    rows.add(List.of("b", "10", "1", "1", "u"));

    assertThatThrownBy(() -> longData("", rows))
        .hasMessageContaining(
            "rows:6: column 'label': 'u' here, but 'v' in line 3, where 'id' is also 'b'");
  }

  @Test
  void aChannelThatIsConstantInTheTrainingPartIsRefused() {
    List<List<String>> rows =
        IntStream.range(0, 4)
            .mapToObj(i -> List.of("s" + i, "1", "5", "" + i, i % 2 == 0 ? "u" : "v"))
            .toList();

    assertThatThrownBy(() -> longData("", rows))
        .hasMessage(
            "data.input.sequence.long: 'x' is constant (5.0) in the training part: nothing to"
                + " learn\n"
                + "    leave it out");
  }

  @Test
  void theTargetIsNoChannel() {
    assertThatThrownBy(
            () ->
                load(
                    "wide: {columns: ['*']}",
                    List.of("label", "t0"),
                    List.of(List.of("1", "1"), List.of("2", "4"))))
        .hasMessageContaining("'label' is an input: the network would see the answer");
  }

  @Test
  void exactlyOneFormIsNamed() {
    assertThatThrownBy(() -> config("scale: {none: {}}", "{}"))
        .hasMessageContaining("data.input.sequence: needs wide or long");
    assertThatThrownBy(() -> config("wide: {columns: [a]}, long: {by: b, columns: [c]}", "{}"))
        .hasMessageContaining("wide and long exclude each other");
    assertThatThrownBy(() -> config(LONG + ", keep: end", "{}")).hasMessageContaining("keep");
  }

  @Test
  void lengthsOfSequencesStandInTheSummary() {
    assertThat(Arrays.asList(longData("", STEPS).summary().keySet().toArray()))
        .containsExactly("sequences", "steps", "cut", "channels", "classes");
    assertThat(longData("", STEPS).summary().get("steps"))
        .hasToString("{training={shortest=2, median=2, p90=3, longest=3}}");
  }
}
