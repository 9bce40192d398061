package dev.sluice.data;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.input.InputParts;
import dev.sluice.input.Inputs;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Source;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Task;
import dev.sluice.task.Tasks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of the data and the pipeline fitted on the first of them. Immutable. */
public final class Dataset {
  private final InputParts inputs;
  private final Pipeline pipeline;
  private final Map<Part, Examples> parts;
  private volatile List<Warning> warnings; // null before they are asked for

  private Dataset(InputParts inputs, Pipeline pipeline, Map<Part, Examples> parts) {
    this.inputs = inputs;
    this.pipeline = pipeline;
    this.parts = Collections.unmodifiableMap(parts);
  }

  /**
   * Reads the source, splits the rows, fits a pipeline on the training part and encodes all parts.
   * ND4J is not loaded before the first batch is asked for.
   *
   * @throws dev.sluice.problem.UserException if the data do not match the spec
   */
  public static Dataset load(DataSpec spec) {
    requireFiles(spec);
    return load(spec, rows(spec.source()));
  }

  /**
   * The same with all rows in the training part, including those of files that the split names: the
   * pipeline is fitted on every row, and other parts need no rows.
   */
  public static Dataset ofAllRows(DataSpec spec) {
    requireFiles(spec);
    Table rows = rows(spec.source());
    Task<?> task = Tasks.of(spec.target());
    return of(spec, task, Inputs.of(spec.input()).fitToAll(spec, rows, task.columns(spec)));
  }

  /** The rows to learn from, with all that the config names. */
  private static Table rows(SourceSpec spec) {
    Source source = Sources.open(spec);
    List<Problem> absent = source.absent();
    if (!absent.isEmpty()) {
      throw new UserException(absent);
    }
    return source.read();
  }

  private static void requireFiles(DataSpec spec) {
    Map<String, Path> files = new LinkedHashMap<>();
    String source = Kinds.installed().nameOf(spec.source());
    files.put("data.source." + source + ".path", spec.source().path());
    spec.split()
        .validation()
        .flatMap(SplitSpec.Part::file)
        .ifPresent(file -> files.put("data.split.validation.file", file));
    spec.split()
        .test()
        .flatMap(SplitSpec.Part::file)
        .ifPresent(file -> files.put("data.split.test.file", file));
    List<Problem> problems =
        files.entrySet().stream()
            .flatMap(
                e -> Sources.missing(spec.source().withPath(e.getValue()), e.getKey()).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /**
   * As {@link #load(DataSpec)}, with rows that are already in memory instead of those of the
   * source.
   */
  public static Dataset load(DataSpec spec, Table rows) {
    Task<?> task = Tasks.of(spec.target());
    requireUse(spec, rows, task);
    Dataset data = of(spec, task, Inputs.of(spec.input()).fit(spec, rows, task.columns(spec)));
    List<Problem> faults = data.pipeline.target().faults(data.parts);
    if (!faults.isEmpty()) {
      throw new UserException(faults);
    }
    return data;
  }

  private static Dataset of(DataSpec spec, Task<?> task, InputParts inputs) {
    FittedTarget<?> target = task.fit(spec, inputs.input(), inputs.part(Part.TRAINING).frame());
    Map<Part, Examples> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      EncodedInput encoded = inputs.part(part);
      parts.put(part, new Examples(encoded, Optional.of(target.labels(encoded.frame()))));
    }
    return new Dataset(inputs, new Pipeline(inputs.input(), target), parts);
  }

  /** Refuses a number format for columns that nothing reads; a series has its own check. */
  private static void requireUse(DataSpec spec, Table rows, Task<?> task) {
    if (spec.input().isInTimeOrder() || spec.columns().isEmpty()) {
      return;
    }
    Set<String> numbers =
        new LinkedHashSet<>(Inputs.of(spec.input()).numbers(spec, rows.columns()));
    numbers.addAll(task.numbers(spec));
    List<Problem> problems =
        spec.columns().keySet().stream()
            .filter(name -> !numbers.contains(name))
            .map(
                name ->
                    Problem.atKey(
                        ColumnSpec.path(name),
                        "has no effect: '%s' is not used as a number".formatted(name),
                        "columns of numbers: " + String.join(", ", numbers)))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /**
   * The same with other examples in one part; summary and warnings still describe the rows as read.
   */
  public Dataset with(Part part, Examples examples) {
    Map<Part, Examples> changed = new EnumMap<>(parts);
    changed.put(part, examples);
    return new Dataset(inputs, pipeline, changed);
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  /** The examples of a part; none if the split has no such part. */
  public Examples examples(Part part) {
    return parts.get(part);
  }

  /** The examples of every part. */
  public Map<Part, Examples> parts() {
    return parts;
  }

  /**
   * Facts about the data for a report, as plain values for JSON, in order: rows per part, lengths,
   * cut and unknown tokens, class counts; or times, windows and scales.
   */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>(inputs.summary());
    summary.putAll(pipeline.target().summary(parts()));
    return summary;
  }

  /** Warnings about what is allowed but rarely intended, found by looking at all parts. */
  public List<Warning> warnings() {
    if (warnings == null) {
      warnings =
          Stream.concat(pipeline.target().warnings(parts()).stream(), inputs.warnings().stream())
              .toList();
    }
    return warnings;
  }

  /**
   * How the first and the last example of the training part were made, as plain values for JSON:
   * text, tokens, ids and class; or rows, times and targets.
   */
  public Map<String, Map<String, Object>> shownExamples() {
    Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
    shown.put("first", shown(0));
    shown.put("last", shown(examples(Part.TRAINING).size() - 1));
    return shown;
  }

  private Map<String, Object> shown(int example) {
    Map<String, Object> shown = new LinkedHashMap<>(inputs.shown(example));
    shown.putAll(pipeline.target().shown(examples(Part.TRAINING), example));
    return shown;
  }
}
