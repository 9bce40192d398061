package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.ChildJvm;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.task.Prediction;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.task.forecast.Forecast;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  private static final String TEXT =
      """
      name: toy
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        split: {test: {share: 0.2}}
        input: {text: {column: text, max_length: 6}}
        target: {class: {column: label, positive: good}}
      network:
        - embedding: {size: 3}
        - lstm: {units: 4}
        - lstm: {units: 3}
      training: {epochs: 1, batch_size: 4}
      """;
  private static final String SERIES =
      """
      name: toy
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        input: {series: {lookback: 4}}
        target: {forecast: {columns: [y], horizon: 3}}
        split: {test: {rows: 10}}
      network:
        - lstm: {units: 4}
      training: {epochs: 1, batch_size: 8}
      """;

  @Test
  void threadsDoNotDisturbOneAnother() throws Exception {
    Predictor predictor = text();
    List<String> texts =
        IntStream.range(0, 40).mapToObj(i -> "a film " + "so ".repeat(i % 5) + "fine").toList();
    List<ClassPrediction> expected = texts.stream().map(predictor::classify).toList();

    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<ClassPrediction>>> answers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      answers.add(threads.submit(() -> texts.stream().map(predictor::classify).toList()));
    }

    for (Future<List<ClassPrediction>> answer : answers) {
      assertThat(answer.get()).isEqualTo(expected);
    }
    threads.shutdown();
  }

  @Test
  void afterCloseACallSaysSo() {
    Predictor predictor = text();
    predictor.close();

    assertThatThrownBy(() -> predictor.classify("a fine film"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this model is closed: load it again");
  }

  @Test
  void batchMatesNeverChangeAPrediction() {
    Predictor predictor = text();
    List<String> texts = List.of("fine", "a dull film", "a film so very fine that it is long", "");

    List<ClassPrediction> together = predictor.classify(texts);

    for (int i = 0; i < texts.size(); i++) {
      double alone = predictor.classify(texts.get(i)).probability("good");
      assertThat(together.get(i).probability("good")).isCloseTo(alone, within(1e-6));
    }
  }

  @Test
  void probabilitiesSumToOneAndTheMostProbableClassIsTheLabel() {
    ClassPrediction prediction = text().classify("a fine film");

    assertThat(prediction.probabilities()).containsOnlyKeys("bad", "good");
    assertThat(prediction.probability("bad") + prediction.probability("good"))
        .isCloseTo(1, within(1e-12));
    assertThat(prediction.label()).isEqualTo(prediction.probability("good") > 0.5 ? "good" : "bad");
    assertThatThrownBy(() -> prediction.probability("great"))
        .hasMessage("no class 'great' among [bad, good]");
  }

  @Test
  void newRowsNeedNoLabels() {
    List<? extends Prediction> predictions =
        text().predict(Table.of(List.of("id", "text"), List.of(List.of("7", "fine"))));

    assertThat(predictions).hasSize(1);
  }

  @Test
  void columnsThatAreAlikeAreForecastAlikeWhereChannelsAreIndependent() {
    String yaml =
        SERIES
            .replace("lookback: 4", "lookback: 4, channels: independent")
            .replace("columns: [y]", "columns: [y, z]")
            .replace("- lstm: {units: 4}", "- lstm: {units: 4}\n  - output: {linear_skip: true}");
    Table rows =
        Table.of(
            List.of("y", "z"),
            IntStream.range(0, 60)
                .mapToObj(i -> List.of(Math.sin(i) + "", 3 * Math.sin(i) + 5 + ""))
                .toList());

    Predictor predictor =
        Predictor.of(Dataset.load(config(yaml).data(), rows).pipeline(), trained(yaml, rows));
    Forecast forecast = predictor.forecast(rows);

    for (int step = 0; step < 3; step++) {
      assertThat(forecast.column("z")[step])
          .isCloseTo(3 * forecast.column("y")[step] + 5, within(1e-4));
    }
    assertThat(forecast.column("y")[0]).isNotEqualTo(forecast.column("y")[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantiles: [0.1, 0.5, 0.9]",
        "distribution: {gaussian: {quantiles: [0.1, 0.9]}}",
        "distribution: {negative_binomial: {quantiles: [0.1, 0.9]}}"
      })
  void columnsThatAreEqualHaveEqualQuantilesWhereChannelsAreIndependent(String uncertainty) {
    String yaml =
        SERIES
            .replace("lookback: 4", "lookback: 4, channels: independent")
            .replace("columns: [y], horizon: 3", "columns: [y, z], horizon: 3, " + uncertainty);
    Table rows =
        Table.of(
            List.of("y", "z"),
            IntStream.range(0, 60)
                .mapToObj(i -> i % 7 + i % 3 + "")
                .map(c -> List.of(c, c))
                .toList());

    Predictor predictor =
        Predictor.of(Dataset.load(config(yaml).data(), rows).pipeline(), trained(yaml, rows));
    Forecast forecast = predictor.forecast(rows);

    assertThat(forecast.quantile(0.9, "y"))
        .hasSize(3)
        .isEqualTo(forecast.quantile(0.9, "z"))
        .isNotEqualTo(forecast.quantile(0.1, "z"));
  }

  /** Also those of categories and of columns known ahead, with scales of windows. */
  @Test
  void aRecursiveForecastReadsItsOwnForecastOfTheRowBefore() {
    String yaml =
        SERIES
            .replace(
                "lookback: 4",
                "lookback: 4, future_covariates: [z, kind], window_scale: {last_value: {}}")
            .replace("horizon: 3", "horizon: 3, decoding: recursive");
    List<List<String>> cells =
        IntStream.range(0, 63)
            .mapToObj(
                i -> List.of(i < 60 ? Math.sin(i) + "" : "", i % 4 + "", i % 3 == 0 ? "a" : "b"))
            .toList();
    List<String> columns = List.of("y", "z", "kind");
    Network network = trained(yaml, Table.of(columns, cells.subList(0, 60)));
    Pipeline pipeline =
        Dataset.load(config(yaml).data(), Table.of(columns, cells.subList(0, 60))).pipeline();
    Table rows = Table.of(columns, cells);

    Forecast forecast = Predictor.of(pipeline, network).forecast(rows);

    Examples end = pipeline.unlabelled(rows);
    Masked features = end.input().features(new int[] {0}); // (1, features, 4 + 3), y first
    float[] x = features.values();
    float[] outputs = new float[3];
    for (int k = 0; k < 3; k++) {
      x[4 + k] = k == 0 ? x[3] : outputs[k - 1];
      outputs[k] = network.output(x, 1, features.shape()[1], 7)[k];
    }
    assertThat(forecast.column("y"))
        .hasSize(3)
        .isEqualTo(
            ((Forecast) pipeline.target().answers(end, new float[][] {outputs}).get(0))
                .column("y"));
  }

  @Test
  void aDecoderForecastsFromTheRowsAhead() {
    String yaml =
        SERIES
            .replace("lookback: 4", "lookback: 4, past_covariates: [w], future_covariates: [z]")
            .replace("horizon: 3", "horizon: 3, decoding: recursive")
            .replace(
                "  - lstm: {units: 4}",
                "  encoder: [{gru: {units: 3}}]\n  decoder: [{gru: {units: 3}}]");
    List<List<String>> cells =
        IntStream.range(0, 63)
            .mapToObj(
                i -> List.of(i < 60 ? Math.sin(i) + "" : "", i % 4 + "", i < 60 ? i % 3 + "" : ""))
            .toList();
    List<String> columns = List.of("y", "z", "w");
    Table known = Table.of(columns, cells.subList(0, 60));
    Predictor predictor =
        Predictor.of(Dataset.load(config(yaml).data(), known).pipeline(), trained(yaml, known));

    double[] forecast = predictor.forecast(Table.of(columns, cells)).column("y");

    List<List<String>> otherLast = new ArrayList<>(cells);
    otherLast.set(62, List.of("", "9", ""));
    double[] other = predictor.forecast(Table.of(columns, otherLast)).column("y");
    assertThat(forecast).hasSize(3).doesNotContain(Double.NaN);
    assertThat(other).startsWith(forecast[0], forecast[1]);
    assertThat(other[2]).isNotEqualTo(forecast[2]);
  }

  @Test
  void columnsThatAreAlikeAreForecastAlikeStepByStep() {
    String yaml =
        SERIES
            .replace("lookback: 4", "lookback: 4, channels: independent")
            .replace(
                "columns: [y], horizon: 3", "columns: [y, z], horizon: 3, decoding: recursive");
    Table rows =
        Table.of(
            List.of("y", "z"),
            IntStream.range(0, 60)
                .mapToObj(i -> Math.sin(i) + "")
                .map(c -> List.of(c, c))
                .toList());

    Predictor predictor =
        Predictor.of(Dataset.load(config(yaml).data(), rows).pipeline(), trained(yaml, rows));
    Forecast forecast = predictor.forecast(rows);

    assertThat(forecast.column("z")).hasSize(3).isEqualTo(forecast.column("y"));
    assertThat(forecast.column("y")[0]).isNotEqualTo(forecast.column("y")[1]);
  }

  @Test
  void forecastsBeginAfterTheLastRow() {
    Predictor predictor = series();

    Forecast forecast = predictor.forecast(rows(50));

    assertThat(forecast.cutoff()).isEqualTo("50");
    assertThat(forecast.timestamps()).containsExactly("51", "52", "53");
    assertThat(forecast.column("y")).hasSize(3);
  }

  @Test
  void saysHowManyRowsAForecastNeeds() {
    assertThatThrownBy(() -> series().forecast(rows(3)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("4 rows")
        .hasMessageContaining("3 given");
  }

  @Test
  void aModelSaysWhatItIsNotFor() {
    assertThatThrownBy(() -> text().forecast(rows(9)))
        .hasMessageContaining("classifies; use classify(text)");
    assertThatThrownBy(() -> series().classify("fine")).hasMessageContaining("forecasts series");
  }

  @Test
  void outcomesOfLabelledExamplesAreThePredictionsOfTheirTexts() {
    Dataset data = textData();
    Predictor predictor = text();
    Examples test = data.examples(Part.TEST);
    ClassPredictions outcomes =
        (ClassPredictions)
            Outcomes.of(
                trained(TEXT, textRows()).inference(1), data.pipeline(), test, Patience.ENDLESS);

    for (int i = 0; i < test.size(); i++) {
      assertThat(outcomes.probabilities()[i][1])
          .isCloseTo(
              predictor.classify(test.input().texts().orElseThrow().text(i)).probability("good"),
              within(1e-6));
    }
  }

  /** As in a Spring Boot jar, where threads of the common pool do not see the jars within it. */
  @Test
  void loadsFirstWhereTheContextClassLoaderSeesNothing(@TempDir Path folder) throws Exception {
    Config config = config(TEXT);
    Dataset data = textData();
    Bundle.write(
        folder.resolve("model"),
        config,
        data.pipeline(),
        trained(TEXT, textRows()),
        data.examples(Part.TEST));
    Path tests = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());

    String printed =
        ChildJvm.run(
            ChildJvm.classPath(tests, entry -> true),
            LoadsInAPool.class,
            folder.resolve("model").toString());

    assertThat(printed)
        .contains("label: " + Predictor.load(folder.resolve("model")).classify("fine").label());
  }

  static final class LoadsInAPool {
    public static void main(String[] args) throws Exception {
      Thread thread =
          new Thread(
              () ->
                  System.out.println(
                      "label: " + Predictor.load(Path.of(args[0])).classify("fine").label()));
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      thread.start();
      thread.join();
    }
  }

  private static Predictor text() {
    return Predictor.of(textData().pipeline(), trained(TEXT, textRows()));
  }

  private static Dataset textData() {
    return Dataset.load(config(TEXT).data(), textRows());
  }

  private static Predictor series() {
    return Predictor.of(
        Dataset.load(config(SERIES).data(), rows(60)).pipeline(), trained(SERIES, rows(60)));
  }

  private static Network trained(String yaml, Table rows) {
    Config config = config(yaml);
    Dataset data = Dataset.load(config.data(), rows);
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    return new Trainer(config, data, plan).train().network();
  }

  private static Config config(String yaml) {
    return ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of()).config();
  }

  private static Table textRows() {
    return Table.of(
        List.of("text", "label"),
        IntStream.range(0, 30)
            .mapToObj(i -> i % 2 == 0 ? List.of("a fine film", "good") : List.of("so dull", "bad"))
            .toList());
  }

  private static Table rows(int count) {
    return Table.of(
        List.of("y"),
        IntStream.range(0, count)
            .mapToObj(i -> List.of(Double.toString(10 + Math.sin(i))))
            .toList());
  }
}
