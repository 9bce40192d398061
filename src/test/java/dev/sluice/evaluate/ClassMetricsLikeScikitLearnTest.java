package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** bench/metrics/reference.py writes the problems with the scores of scikit-learn. */
class ClassMetricsLikeScikitLearnTest {
  private static final List<String> METRICS =
      List.of(
          "accuracy",
          "balanced_accuracy",
          "precision",
          "recall",
          "f1",
          "mcc",
          "log_loss",
          "brier",
          "ece",
          "roc_auc",
          "average_precision",
          "top_2",
          "top_3");

  @Test
  void everyScoreOf200ProblemsIsThatOfScikitLearnAndAbsentWhereThatIsUndefined()
      throws IOException {
    List<JsonNode> problems = problems();
    Set<String> absent = new TreeSet<>();
    for (JsonNode problem : problems) {
      Map<String, Score> scores = scores(predictions(problem));
      JsonNode expected = problem.get("expected");
      expected.fieldNames().forEachRemaining(name -> assertThat(scores).containsKey(name));
      scores.forEach(
          (name, score) -> {
            if (expected.has(name)) {
              assertThat(score.number().orElseThrow())
                  .as("%s of %s", name, problem)
                  .isCloseTo(expected.get(name).doubleValue(), within(1e-9));
            } else {
              assertThat(score).as(name).isInstanceOf(Score.Absent.class);
              absent.add(name.replaceFirst("/\\d+", ""));
            }
          });
    }

    assertThat(problems).hasSize(200);
    assertThat(absent).contains("mcc", "roc_auc", "precision", "precision_positive", "top_2");
  }

  private static Map<String, Score> scores(ClassPredictions predictions) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    METRICS.forEach(name -> metrics.put(name, Metrics.find(name).orElseThrow()));
    Map<String, Score> scores = new LinkedHashMap<>(Evaluation.scores(metrics, predictions));
    List<Ranking> rankings = Ranking.ofAll(predictions);
    ClassAverages.of(predictions, rankings)
        .forEach(
            (name, averages) -> {
              assertThat(averages.macro()).as(name).isEqualTo(scores.get(name));
              scores.put(name + "/micro", averages.micro());
              scores.put(name + "/weighted", averages.weighted());
            });
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    for (int c = 0; c < predictions.classes().size(); c++) {
      scores.put("precision/" + c, confusion.precision(c));
      scores.put("recall/" + c, confusion.recall(c));
      scores.put("f1/" + c, confusion.f1(c));
      scores.put("roc_auc/" + c, rankings.get(c).rocAuc());
      scores.put("average_precision/" + c, rankings.get(c).averagePrecision());
    }
    return scores;
  }

  private static ClassPredictions predictions(JsonNode problem) {
    JsonNode weights = problem.get("weights");
    double[][] probabilities = new double[weights.size()][];
    int[] actual = new int[weights.size()];
    for (int i = 0; i < probabilities.length; i++) {
      JsonNode row = weights.get(i);
      long sum = IntStream.range(0, row.size()).mapToLong(c -> row.get(c).longValue()).sum();
      probabilities[i] =
          IntStream.range(0, row.size())
              .mapToDouble(c -> row.get(c).longValue() / (double) sum)
              .toArray();
      actual[i] = problem.get("actual").get(i).intValue();
    }
    List<String> classes =
        IntStream.range(0, probabilities[0].length).mapToObj(c -> "class " + c).toList();
    return new ClassPredictions(classes, actual, probabilities);
  }

  private static List<JsonNode> problems() throws IOException {
    List<JsonNode> problems = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ClassMetricsLikeScikitLearnTest.class.getResourceAsStream("/metrics/classes.jsonl"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        problems.add(new ObjectMapper().readTree(line));
      }
    }
    return problems;
  }
}
