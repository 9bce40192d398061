package dev.sluice.report;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.TagPredictions;
import dev.sluice.evaluate.TextPredictions;
import dev.sluice.evaluate.TokenPredictions;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.CsvTable;
import dev.sluice.run.DataSummary;
import dev.sluice.run.Epoch;
import dev.sluice.run.History;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.SampleProvenance;
import dev.sluice.run.TestScores;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import dev.sluice.spec.VocabularySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Runs as a training leaves them, with made-up numbers that are the same each time. */
final class SampleRuns {
  private SampleRuns() {}

  /** A run that was killed in its third epoch. */
  static RunFolder unfinished(Path folder) {
    RunFolder run = begin(folder, "reviews", 3);
    run.setStatus(Status.RUNNING);
    return run;
  }

  /** A run of {@code rows} texts of these classes, in turn. */
  static RunFolder ofClasses(Path folder, List<String> classes, int rows) {
    RunFolder run = begin(folder, "reviews", 8);
    Random random = new Random(7);
    int[] actual = new int[rows];
    double[][] model = new double[rows][];
    double[][] majority = new double[rows][classes.size()];
    for (int i = 0; i < rows; i++) {
      actual[i] = i % classes.size();
      model[i] = probabilities(random, classes.size(), actual[i]);
      majority[i][0] = 1;
    }
    ClassPredictions predictions = new ClassPredictions(classes, actual, model);
    List<String> columns = new ArrayList<>(List.of("row", "actual", "prediction"));
    classes.forEach(name -> columns.add("p_" + name));
    List<List<Object>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<Object> row = new ArrayList<>();
      row.add(i + 1);
      row.add(classes.get(actual[i]));
      row.add(classes.get(predictions.predicted(i)));
      for (double p : model[i]) {
        row.add(p);
      }
      table.add(row);
    }
    write(run.predictions(), columns, table);
    new DataSummary(textData(classes, rows)).write(run.data());
    end(
        run,
        "classes",
        new TargetSpec.ClassTarget("class", Optional.empty()),
        predictions,
        Map.of(new BaselineSpec.Majority(), new ClassPredictions(classes, actual, majority)),
        mistakes(predictions));
    return run;
  }

  /** The first two, as they come. */
  private static List<TestScores.Mistake> mistakes(ClassPredictions predictions) {
    return IntStream.range(0, predictions.size())
        .filter(i -> predictions.predicted(i) != predictions.actual()[i])
        .limit(2)
        .mapToObj(
            i ->
                new TestScores.Mistake(
                    i + 1,
                    predictions.classes().get(predictions.actual()[i]),
                    predictions.classes().get(predictions.predicted(i)),
                    predictions.probabilities()[i][predictions.actual()[i]],
                    predictions.probabilities()[i][predictions.predicted(i)],
                    Optional.of("The text of <row> " + (i + 1))))
        .toList();
  }

  private static double[] probabilities(Random random, int classes, int actual) {
    double[] p = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      p[c] = Math.round(1000 * (random.nextDouble() + (c == actual ? 0.6 : 0))) / 1000.0;
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static Map<String, Object> textData(List<String> classes, int rows) {
    Map<String, Object> counts = new LinkedHashMap<>();
    classes.forEach(name -> counts.put(name, rows / classes.size()));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rows", parts(8 * rows, rows));
    data.put("classes", parts(counts, counts));
    data.put("vocabulary", 5000);
    data.put("cut", parts(0.0125, 0.02));
    return data;
  }

  private static Map<String, Object> parts(Object training, Object test) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("training", training);
    parts.put("test", test);
    return parts;
  }

  /** A run of forecasts from one time after the other. */
  static RunFolder ofForecasts(Path folder, List<String> columns, int windows, int steps) {
    RunFolder run = begin(folder, "airline", 8);
    Random random = new Random(7);
    double[][][] actual = new double[windows][steps][columns.size()];
    double[][][] model = new double[windows][steps][columns.size()];
    double[][][] last = new double[windows][steps][columns.size()];
    double[] scales = new double[columns.size()];
    List<List<Object>> table = new ArrayList<>();
    for (int w = 0; w < windows; w++) {
      for (int h = 0; h < steps; h++) {
        for (int c = 0; c < columns.size(); c++) {
          actual[w][h][c] = value(w + h, c);
          model[w][h][c] =
              Math.round(100 * (actual[w][h][c] + (h + 2) * random.nextGaussian())) / 100.0;
          last[w][h][c] = value(w - 1, c);
          scales[c] = 40;
          table.add(
              List.of(
                  time(w - 1),
                  time(w + h),
                  h + 1,
                  columns.get(c),
                  actual[w][h][c],
                  model[w][h][c]));
        }
      }
    }
    write(
        run.predictions(),
        List.of("cutoff", "timestamp", "step", "column", "actual", "forecast"),
        table);
    new DataSummary(seriesData(columns)).write(run.data());
    end(
        run,
        "forecast",
        new TargetSpec.Forecast(columns, steps, 0),
        new Forecasts(columns, actual, model, scales),
        Map.of(new BaselineSpec.LastValue(), new Forecasts(columns, actual, last, scales)),
        List.of());
    return run;
  }

  /** A year's wave on a slope, to two decimals. */
  private static double value(int month, int column) {
    double wave = 60 * Math.sin(2 * Math.PI * month / 12) + 2.5 * month;
    return Math.round(100 * (400 + 100 * column + wave)) / 100.0;
  }

  private static String time(int month) {
    int months = 1959 * 12 + month;
    return months / 12 + "-" + (months % 12 < 9 ? "0" : "") + (months % 12 + 1);
  }

  private static Map<String, Object> seriesData(List<String> columns) {
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("rows", 96);
    training.put("from", "1949-01");
    training.put("to", "1956-12");
    training.put("windows", 61);
    Map<String, Object> scales = new LinkedHashMap<>();
    columns.forEach(
        name -> {
          Map<String, Object> scale = new LinkedHashMap<>();
          scale.put("transform", "log");
          scale.put("scale", "standard");
          scale.put("shift", 5.30467);
          scale.put("divisor", 0.35122);
          scales.put(name, scale);
        });
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("parts", Map.of("training", training));
    data.put("frequency", "1mo");
    data.put("season", 12);
    data.put("past_covariates", List.of());
    data.put("calendar", List.of("month", "quarter"));
    data.put("columns", scales);
    return data;
  }

  /** A run that wrote these texts for those. */
  static RunFolder ofTexts(Path folder, List<String> actual, List<String> written) {
    RunFolder run = begin(folder, "dates", 8);
    write(
        run.predictions(),
        List.of("row", "actual", "prediction"),
        IntStream.range(0, actual.size())
            .mapToObj(i -> List.<Object>of(i + 1, actual.get(i), written.get(i)))
            .toList());
    new DataSummary(textData(List.of("a", "b"), actual.size())).write(run.data());
    TargetSpec target =
        new TargetSpec.Text(
            "to",
            new TokenizerSpec.Whitespace(false),
            new VocabularySpec(100, 1),
            10,
            new TargetSpec.Text.Beam(1, 0),
            TargetSpec.Text.Unknown.NEVER);
    TextPredictions predictions = new TextPredictions(actual, written, Optional.empty());
    end(
        run,
        "text",
        target,
        predictions,
        Map.of(new BaselineSpec.FrequentText(), predictions),
        List.of());
    return run;
  }

  /** A tagger's run over sequences of two tokens. */
  static RunFolder ofTags(Path folder, List<String> tokens, int[] actual, int[] predicted) {
    RunFolder run = begin(folder, "tags", 8);
    List<String> tags = List.of("B-x", "I-x", "O");
    double[][] probabilities = new double[actual.length][tags.size()];
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < actual.length; i++) {
      probabilities[i][predicted[i]] = 1;
      rows.add(
          List.of(
              1 + i / 2 * 2,
              1 + i % 2,
              tokens.get(i),
              tags.get(actual[i]),
              tags.get(predicted[i]),
              1));
    }
    write(run.predictions(), List.of("row", "step", "token", "actual", "prediction", "p"), rows);
    new DataSummary(textData(tags, actual.length)).write(run.data());
    TagPredictions predictions =
        new TagPredictions(
            new ClassPredictions(tags, actual, probabilities),
            IntStream.rangeClosed(1, actual.length / 2).map(i -> 2 * i).toArray(),
            true);
    end(
        run,
        "tags",
        new TargetSpec.Tags("tag", TargetSpec.Tags.Scheme.IOB2, Optional.empty()),
        predictions,
        Map.of(new BaselineSpec.FrequentTag(), predictions),
        List.of());
    return run;
  }

  /** A language model's run, of these tokens with ln of their probabilities. */
  static RunFolder ofTokens(Path folder, List<String> tokens, float[] logProbabilities) {
    RunFolder run = begin(folder, "book", 8);
    boolean[] right = new boolean[tokens.size()];
    write(
        run.predictions(),
        List.of("row", "step", "actual", "log_probability", "right"),
        IntStream.range(0, tokens.size())
            .mapToObj(i -> List.<Object>of(1, i + 1, tokens.get(i), logProbabilities[i], "false"))
            .toList());
    new DataSummary(textData(List.of("a", "b"), tokens.size())).write(run.data());
    TokenPredictions predictions = new TokenPredictions(logProbabilities, Optional.of(right));
    end(
        run,
        "next",
        new TargetSpec.Next(),
        predictions,
        Map.of(new BaselineSpec.Unigram(), predictions),
        List.of());
    return run;
  }

  private static RunFolder begin(Path folder, String name, int epochs) {
    RunFolder run = RunFolder.createAt(folder);
    AtomicFiles.write(run.config(), "name: " + name + "\n");
    AtomicFiles.write(run.resolved(), "version: 1\nname: " + name + "\nseed: 42\n");
    SampleProvenance.of(
            "2026-11-21T04:53:13.123Z", "data/" + name + ".csv", List.of("training.epochs=8"))
        .write(run.provenance());
    History history = new History(run.metrics(), epoch -> 0);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Map<String, Double> validation = new LinkedHashMap<>();
      validation.put("loss", 0.3 + 0.03 * Math.abs(epoch - 5) + 0.02 * (epoch % 2));
      validation.put("accuracy", 0.9 - 0.02 * Math.abs(epoch - 5));
      history.add(
          new Epoch(
              epoch, 0.7 / epoch, validation, Optional.of(0.002), 4.5, /* best= */ epoch <= 5));
    }
    return run;
  }

  private static void end(
      RunFolder run,
      String task,
      TargetSpec target,
      Predictions model,
      Map<BaselineSpec, Predictions> baselines,
      List<TestScores.Mistake> mistakes) {
    Map<BaselineSpec, BaselineOutcome> outcomes = new LinkedHashMap<>();
    baselines.forEach(
        (name, predictions) ->
            outcomes.put(name, new BaselineOutcome.Predicted(predictions, Optional.empty())));
    EvaluationPlan plan =
        new EvaluationPlan(
            Metrics.usual(target),
            List.copyOf(baselines.keySet()),
            Optional.empty(),
            Optional.empty());
    TestScores test =
        TestScores.of(
            Evaluation.of(plan, model, outcomes).toMap(),
            new TestScores.Deciding("accuracy", Optional.of(0.9), "higher", Optional.empty()),
            mistakes);
    new Results(
            task.equals("classes") ? "reviews" : "airline",
            task,
            new Results.Training(
                "stopped_early", 8, Optional.of(5), 125.4, Optional.empty(), Optional.empty()),
            List.of(
                new Results.Warned(
                    "class_imbalance",
                    "data.target.class.column",
                    "'positive' has 9 texts, 'negative' 90",
                    "weigh them",
                    "the rare class hardly counts")),
            Optional.of(test))
        .write(run.results());
    run.setStatus(Status.FINISHED);
  }

  private static void write(Path file, List<String> columns, List<List<Object>> rows) {
    AtomicFiles.writeFile(
        file,
        unfinished -> {
          try (CsvTable csv = new CsvTable(Files.newBufferedWriter(unfinished), columns)) {
            rows.forEach(csv::row);
          }
        });
  }
}
