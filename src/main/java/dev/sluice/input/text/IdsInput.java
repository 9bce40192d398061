package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.Input;
import dev.sluice.input.InputParts;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import java.util.Map;

/** One column of token ids. */
public final class IdsInput implements Input<InputSpec.Ids> {
  private static final int WORDS = 100;

  @Override
  public Class<InputSpec.Ids> spec() {
    return InputSpec.Ids.class;
  }

  private InputSpec.Ids ids(DataSpec data) {
    return spec().cast(data.input());
  }

  @Override
  public InputParts fit(DataSpec spec, Table rows, TargetColumns target) {
    InputSpec.Ids ids = ids(spec);
    return TextParts.fit(
        Map.of("data.input.ids.column", ids.column()),
        training -> FittedIds.fit(ids, training),
        spec,
        rows,
        target);
  }

  @Override
  public FittedInput fromJson(DataSpec spec, JsonNode json) {
    return FittedIds.fromJson(ids(spec), json);
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    return FittedIds.shape(
        ids(spec), ids(spec).numWords().orElse(WORDS), Math.min(ids(spec).maxLength(), mostSteps));
  }
}
