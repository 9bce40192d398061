package dev.sluice.task.tags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Frame;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.StepFrame;
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

/** A tag for each token. */
public final class TagTask implements Task<TargetSpec.Tags> {
  private static final int TAGS = 10;

  @Override
  public Class<TargetSpec.Tags> spec() {
    return TargetSpec.Tags.class;
  }

  private TargetSpec.Tags target(DataSpec data) {
    return spec().cast(data.target());
  }

  /** As many tags as an explicit output layer has units. */
  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.StepClasses(
        Math.max(2, config.network().output().flatMap(LayerSpec.Output::units).orElse(TAGS)),
        target(config.data()).crf().map(crf -> new OutputShape.Chain(Map.of())));
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    TargetSpec.Tags target = target(spec);
    return new TargetColumns(
        Map.of("data.target.tags.column", target.column()),
        Optional.empty(),
        examples -> TagSet.faults(target, examples.as(StepFrame.class), tokens(spec)));
  }

  /** The column with the tokens, as many as there are tags. */
  private static String tokens(DataSpec spec) {
    return spec.input().tokenColumn().orElseThrow();
  }

  @Override
  public FittedTags fit(DataSpec spec, FittedInput input, Frame training) {
    return new FittedTags(
        target(spec),
        tokens(spec),
        TagSet.of(target(spec), NormalForm.NFC, training.as(StepFrame.class)));
  }

  @Override
  public FittedTags fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    List<String> names = FittedJson.distinct(json, "tags");
    if (names.size() < 2) {
      throw FittedJson.damaged("tags must be two or more");
    }
    return new FittedTags(target(spec), tokens(spec), new TagSet(names, NormalForm.of(json)));
  }
}
