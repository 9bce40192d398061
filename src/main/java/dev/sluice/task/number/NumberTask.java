package dev.sluice.task.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Scale;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One or several numbers for each example. */
public final class NumberTask implements Task<TargetSpec.NumberTarget> {
  private static final String KEY = "data.target.number.columns";

  @Override
  public Class<TargetSpec.NumberTarget> spec() {
    return TargetSpec.NumberTarget.class;
  }

  private TargetSpec.NumberTarget target(DataSpec data) {
    return spec().cast(data.target());
  }

  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.Values(1, target(config.data()).columns().size());
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    List<String> columns = target(spec).columns();
    Map<String, String> byKey = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      byKey.put("%s[%s]".formatted(KEY, i), columns.get(i));
    }
    return new TargetColumns(
        byKey,
        Optional.empty(),
        examples -> {
          List<Problem> problems = new ArrayList<>();
          FittedNumbers.read(columns, spec.numberForms(), examples, problems);
          return problems;
        });
  }

  @Override
  public List<String> numbers(DataSpec spec) {
    return target(spec).columns();
  }

  @Override
  public FittedNumbers fit(DataSpec spec, FittedInput input, Frame training) {
    List<String> columns = target(spec).columns();
    List<Problem> problems = new ArrayList<>();
    double[][] values =
        FittedNumbers.read(columns, spec.numberForms(), training.as(TableFrame.class), problems);
    List<Scale> scales = new ArrayList<>();
    for (int c = 0; c < columns.size() && problems.isEmpty(); c++) {
      int at = c;
      double[] column = Arrays.stream(values).mapToDouble(row -> row[at]).toArray();
      if (Scale.isConstant(column)) {
        problems.add(
            Problem.atKey(
                "%s[%s]".formatted(KEY, c),
                "'%s' is constant (%s) in the training part: nothing to learn"
                    .formatted(columns.get(c), column[0]),
                "predict another column, or train on more rows"));
        continue;
      }
      Scale.obstacle(target(spec).scale(), column)
          .ifPresent(
              why ->
                  problems.add(
                      Problem.atKey(
                          "%s[%s]".formatted(KEY, at),
                          "'%s' %s".formatted(columns.get(at), why),
                          "convert it to another unit, with values between 0.001 and 1000")));
      Scale.Fit fit = Scale.fit(target(spec).scale(), column);
      if (fit.spread() == 0) {
        problems.add(
            Problem.atKey(
                "data.target.number.scale",
                "'%s': at least half of the training values are the same (%s), so the interquartile range is 0"
                    .formatted(columns.get(c), fit.shift()),
                "use standard or minmax"));
        continue;
      }
      scales.add(new Scale(fit.shift(), fit.spread()));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new FittedNumbers(columns, spec.numberForms(), scales, FittedNumbers.deviations(values));
  }

  @Override
  public FittedNumbers fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    return FittedNumbers.fromJson(target(spec).columns(), spec.numberForms(), json);
  }
}
