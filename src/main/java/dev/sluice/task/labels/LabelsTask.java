package dev.sluice.task.labels;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Any number of labels for each example. */
public final class LabelsTask implements Task<TargetSpec.LabelTarget> {
  @Override
  public Class<TargetSpec.LabelTarget> spec() {
    return TargetSpec.LabelTarget.class;
  }

  private TargetSpec.LabelTarget target(DataSpec data) {
    return spec().cast(data.target());
  }

  /** As many labels as columns, or as an explicit output layer has units. */
  @Override
  public OutputShape madeUp(Config config) {
    Optional<Integer> columns = target(config.data()).columns().map(List::size);
    return new OutputShape.Labels(
        columns.or(() -> config.network().output().flatMap(LayerSpec.Output::units)).orElse(2));
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    LabelCells cells = new LabelCells(target(spec), NormalForm.NFC);
    return new TargetColumns(
        cells.byKey(),
        Optional.empty(),
        examples -> {
          List<Problem> problems = new ArrayList<>();
          cells.read(examples, problems);
          return problems;
        });
  }

  @Override
  public FittedLabels fit(DataSpec spec, FittedInput input, Frame training) {
    LabelCells cells = new LabelCells(target(spec), NormalForm.NFC);
    TableFrame rows = training.as(TableFrame.class);
    List<Set<String>> labels = cells.read(rows, new ArrayList<>());
    Set<String> seen = new TreeSet<>();
    labels.forEach(seen::addAll);
    List<Problem> problems = new ArrayList<>();
    if (seen.isEmpty()) {
      problems.add(
          Problem.atKey(
              cells.key(),
              "no row of the training part has a label",
              "check %s".formatted(rows.table().name())));
    } else if (target(spec).column().isPresent()
        && labels.stream().allMatch(ofRow -> ofRow.size() <= 1)) {
      separateNone(target(spec), cells, labels, seen).ifPresent(problems::add);
    }
    target(spec)
        .columns()
        .filter(columns -> !seen.isEmpty())
        .ifPresent(
            columns ->
                columns.stream()
                    .filter(column -> !seen.contains(column))
                    .forEach(
                        column ->
                            problems.add(
                                Problem.atKey(
                                    cells.key(),
                                    "no row of the training part has the label '%s'"
                                        .formatted(column),
                                    "remove it, or train on more rows"))));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    List<String> names = target(spec).columns().orElse(List.copyOf(seen));
    return FittedLabels.of(cells, names);
  }

  /**
   * The problem of labels of which no row has several: the separator is another one, or they are
   * classes. Rows without a label may be what makes them labels, unless blanks stand between names.
   */
  private static Optional<Problem> separateNone(
      TargetSpec.LabelTarget target, LabelCells cells, List<Set<String>> labels, Set<String> seen) {
    Set<String> names = new TreeSet<>();
    seen.forEach(label -> names.addAll(List.of(label.split("\\s+"))));
    boolean lists = names.size() < seen.size();
    return lists || labels.stream().noneMatch(Set::isEmpty)
        ? Optional.of(
            Problem.atKey(
                cells.key(),
                "no row of the training part has several labels, such as '%s': '%s' separates none"
                    .formatted(
                        seen.stream().max(Comparator.comparing(String::length)).orElseThrow(),
                        target.written()),
                lists
                    ? "if blanks separate labels, as of lists in JSON: separator: ' '"
                    : "name what separates labels, such as separator: '|'; where each row has one class"
                        + " only: target: {class: {column: ...}}"))
        : Optional.empty();
  }

  @Override
  public FittedLabels fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    List<String> names = FittedJson.distinct(json, "labels");
    JsonNode numbers = json.path("thresholds");
    double[] thresholds = new double[numbers.size()];
    Arrays.setAll(thresholds, k -> numbers.get(k).asDouble());
    if (names.isEmpty()
        || thresholds.length != names.size()
        || !Arrays.stream(thresholds).allMatch(t -> t > 0 && t < 1)) {
      throw FittedJson.damaged("each label must have a threshold between 0 and 1");
    }
    return new FittedLabels(
        new LabelCells(target(spec), NormalForm.of(json)), names, thresholds, 0);
  }
}
