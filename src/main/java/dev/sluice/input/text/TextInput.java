package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.input.Input;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;

/** One column of text. */
public final class TextInput implements Input<InputSpec.Text> {
  private static final int WORDS = 100;

  @Override
  public Class<InputSpec.Text> spec() {
    return InputSpec.Text.class;
  }

  @Override
  public Dataset load(DataSpec spec, Table rows) {
    return TextDataset.load(spec, rows);
  }

  @Override
  public FittedPipeline fromJson(DataSpec spec, JsonNode json) {
    return TextPipeline.fromJson(spec, json);
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    InputSpec.Text text = TextSpecs.of(spec).input();
    return new InputShape.Tokens(WORDS, Math.min(text.maxLength(), mostSteps), text.seenPadding());
  }
}
