package dev.sluice.task.classes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of two or more classes for each example. */
public final class ClassTask implements Task<TargetSpec.ClassTarget> {
  @Override
  public Class<TargetSpec.ClassTarget> spec() {
    return TargetSpec.ClassTarget.class;
  }

  private TargetSpec.ClassTarget target(DataSpec data) {
    return spec().cast(data.target());
  }

  /** As many classes as an explicit output layer has units. */
  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.Classes(
        Math.max(2, config.network().output().flatMap(LayerSpec.Output::units).orElse(2)));
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    String column = target(spec).column();
    return new TargetColumns(
        Map.of("data.target.class.column", column),
        Optional.of(column),
        examples -> Classes.faults(column, NormalForm.NFC, examples));
  }

  @Override
  public FittedClasses fit(DataSpec spec, FittedInput input, Frame training) {
    TableFrame rows = training.as(TableFrame.class);
    Classes classes = Classes.of(target(spec), NormalForm.NFC, rows);
    return new FittedClasses(
        target(spec),
        classes,
        ClassWeights.of(target(spec), classes, rows),
        Optional.empty(),
        Decision.USUAL);
  }

  @Override
  public FittedClasses fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    List<String> names = FittedJson.distinct(json, "classes");
    if (names.size() < 2) {
      throw FittedJson.damaged("classes must be two or more");
    }
    return new FittedClasses(
        target(spec),
        new Classes(names, NormalForm.of(json)),
        List.of(), // only training needs weights, and training fits anew
        Optional.ofNullable(json.get("linear"))
            .map(linear -> LinearPath.fromJson(linear, names.size())),
        Decision.fromJson(json, names.size()));
  }
}
