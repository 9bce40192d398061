package dev.sluice.spec;

import dev.sluice.plugin.Kinds;
import dev.sluice.problem.PathStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The `data` section. */
@Doc("The data: its source, the input and target of the network, and the split.")
public record DataSpec(
    @Doc("Where to read the rows from.") @Example("{csv: {path: reviews.csv}}") SourceSpec source,
    @Doc("The time of each row; for series only. If omitted, the rows must be in time order.")
        Optional<TimeSpec> time,
    @Doc(
            "How to divide the rows into several series; for series only. If omitted, all rows"
                + " are one series.")
        @Example("{by: [store, item]}")
        Optional<PanelSpec> series,
    @Doc(
            "How to read and scale single columns, by column name. Numbers of a sequence or a"
                + " target only use `number`. Numbers in addition to a text also use `missing_values`,"
                + " `missing` and `scale`. All other keys are for series.")
        @Default("{}")
        Map<String, ColumnSpec> columns,
    @Doc("What goes into the network.") InputSpec input,
    @Doc("What the network predicts.") TargetSpec target,
    @Doc("How to split the rows into training, validation and test parts.") @Default("{}")
        SplitSpec split) {

  /** Of rows that are one series, or no series. */
  public DataSpec(
      SourceSpec source,
      Optional<TimeSpec> time,
      Map<String, ColumnSpec> columns,
      InputSpec input,
      TargetSpec target,
      SplitSpec split) {
    this(source, time, Optional.empty(), columns, input, target, split);
  }

  public DataSpec {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns)); // in the user's order
    List<InvalidSpecException.Fault> faults = new ArrayList<>();
    boolean inTime = input.isInTimeOrder();
    if (!target.fits(input)) {
      faults.add(
          new InvalidSpecException.Fault(
              "target",
              "input '%s' with target '%s' is not available in this version"
                  .formatted(Kinds.installed().nameOf(input), Kinds.installed().nameOf(target)),
              "pairs: text, tokens, ids or sequence with class, labels or number; text with text or"
                  + " next; tokens with tags; series with forecast"));
    }
    if (target.readsOn()) {
      String path = "input." + Kinds.installed().nameOf(input) + ".";
      input.faultsOfReadingOn().stream()
          .flatMap(List::stream)
          .forEach(
              fault ->
                  faults.add(
                      new InvalidSpecException.Fault(
                          path + fault.key(), fault.what(), fault.advice())));
    }
    if (input.hasFeatures() && !target.readsFeatures()) {
      faults.add(
          new InvalidSpecException.Fault(
              "input." + Kinds.installed().nameOf(input) + ".features",
              "target '%s' reads texts alone".formatted(Kinds.installed().nameOf(target)),
              "remove it, or choose the target class, labels or number"));
    }
    if (!inTime && time.isPresent()) {
      faults.add(new InvalidSpecException.Fault("time", "only series have a time", "remove it"));
    }
    if (!inTime && series.isPresent()) {
      faults.add(
          new InvalidSpecException.Fault(
              "series", "only series can be divided like this", "remove it"));
    }
    if (!inTime && !columns.isEmpty()) {
      if (input.readsNumbers() || target.readsNumbers()) {
        columns.forEach(
            (name, column) ->
                column.faultsOutsideSeries(input.columnKeys(name)).stream()
                    .map(fault -> fault.below("columns." + PathStep.written(name)))
                    .forEach(faults::add));
      } else {
        faults.add(
            new InvalidSpecException.Fault("columns", "only series scale columns", "remove it"));
      }
    }
    if (inTime && split.seed().isPresent()) {
      faults.add(
          new InvalidSpecException.Fault(
              "split.seed", "a series is split in time order, not at random", "remove it"));
    }
    if (inTime && split.group().isPresent()) {
      faults.add(
          new InvalidSpecException.Fault(
              "split.group", "a series is split in time order, not by groups", "remove it"));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(faults);
    }
  }

  /** The same rows, split differently. */
  public DataSpec with(SplitSpec otherSplit) {
    return new DataSpec(source, time, series, columns, input, target, otherSplit);
  }

  /** The formats of the numbers of columns, by name, if not plain. */
  public Map<String, NumberSpec> numberForms() {
    Map<String, NumberSpec> forms = new LinkedHashMap<>();
    columns.forEach((name, column) -> column.number().ifPresent(form -> forms.put(name, form)));
    return forms;
  }
}
