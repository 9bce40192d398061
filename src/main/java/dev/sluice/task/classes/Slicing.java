package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Shortened;
import dev.sluice.run.ClassEvaluation.Slice;
import dev.sluice.run.ClassEvaluation.Slices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The scores of subsets of the scored rows: by length of their texts, or by the value in a column.
 *
 * @param training determines the ranges of numbers
 */
record Slicing(Examples training, Examples scored, ClassPredictions predictions) {
  private static final int FEWEST_ROWS = 30;
  private static final int MOST_VALUES = 20; // of a column
  private static final int LONGEST_NAME = 60;
  private static final List<String> METRICS =
      List.of("accuracy", "precision", "recall", "f1", "log_loss");

  /**
   * By the number of tokens of the whole text; ranges contain a fifth of the training part each.
   */
  Optional<Slices> byLength() {
    if (scored.input().texts().isEmpty() || training.input().texts().isEmpty()) {
      return Optional.empty();
    }
    NumberRanges ranges = NumberRanges.of(lengths(training.input().texts().get()));
    double[] lengths = lengths(scored.input().texts().get());
    return Optional.of(new Slices(Optional.empty(), Optional.empty(), inRanges(ranges, lengths)));
  }

  private static double[] lengths(Texts texts) {
    return IntStream.range(0, texts.size()).mapToDouble(i -> texts.wholeIds(i).length).toArray();
  }

  /** By ranges if it holds many numbers, else by value, those with the most rows first. */
  Slices byColumn(String column) {
    Optional<double[]> numbers = numbers(training, column);
    Optional<double[]> ofScored = numbers(scored, column);
    if (numbers.isPresent()
        && ofScored.isPresent()
        && Arrays.stream(numbers.get()).distinct().count() > MOST_VALUES) {
      return new Slices(
          Optional.of(column),
          Optional.empty(),
          inRanges(NumberRanges.of(numbers.get()), ofScored.get()));
    }
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < scored.size(); i++) {
      rows.computeIfAbsent(value(scored, column, i), v -> new ArrayList<>()).add(i);
    }
    List<Map.Entry<String, List<Integer>>> values =
        rows.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<String, List<Integer>> of) -> -of.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    return new Slices(
        Optional.of(column),
        values.size() > MOST_VALUES
            ? Optional.of(
                "The %s values with the most rows, of %s.".formatted(MOST_VALUES, values.size()))
            : Optional.empty(),
        values.stream()
            .limit(MOST_VALUES)
            .map(of -> slice(name(of.getKey()), of.getValue()))
            .toList());
  }

  private static String name(String value) {
    return value.isBlank() ? "(empty)" : Shortened.to(LONGEST_NAME, value);
  }

  private static String value(Examples examples, String column, int example) {
    TableFrame rows = examples.frame().as(TableFrame.class);
    return rows.value(example, rows.table().indexOf(column));
  }

  /** Empty if a value is not a number. */
  private static Optional<double[]> numbers(Examples examples, String column) {
    double[] numbers = new double[examples.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Double.parseDouble(value(examples, column, i));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
      if (!Double.isFinite(numbers[i])) {
        return Optional.empty();
      }
    }
    return numbers.length == 0 ? Optional.empty() : Optional.of(numbers);
  }

  private List<Slice> inRanges(NumberRanges ranges, double[] numbers) {
    List<List<Integer>> rows =
        IntStream.range(0, ranges.count())
            .mapToObj((IntFunction<List<Integer>>) k -> new ArrayList<>())
            .toList();
    for (int i = 0; i < numbers.length; i++) {
      rows.get(ranges.of(numbers[i])).add(i);
    }
    return IntStream.range(0, ranges.count())
        .mapToObj(k -> slice(ranges.name(k), rows.get(k)))
        .toList();
  }

  private Slice slice(String name, List<Integer> rows) {
    ClassPredictions some =
        new ClassPredictions(
            predictions.classes(),
            rows.stream().mapToInt(i -> predictions.actual()[i]).toArray(),
            rows.stream().map(i -> predictions.probabilities()[i]).toArray(double[][]::new),
            rows.stream().mapToInt(predictions::predicted).toArray());
    Map<String, Metric> metrics = new LinkedHashMap<>();
    METRICS.forEach(metric -> metrics.put(metric, Metrics.find(metric).orElseThrow()));
    return new Slice(
        name,
        rows.size(),
        rows.size() < FEWEST_ROWS,
        TestPart.values(Evaluation.scores(metrics, some)));
  }
}
