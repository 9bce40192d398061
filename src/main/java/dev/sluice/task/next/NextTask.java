package dev.sluice.task.next;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.text.FittedDocuments;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;

/** The next token. The input has already learned everything there is to learn about it. */
public final class NextTask implements Task<TargetSpec.Next> {
  private static final int TOKENS = 100;

  @Override
  public Class<TargetSpec.Next> spec() {
    return TargetSpec.Next.class;
  }

  @Override
  public OutputShape madeUp(Config config) {
    return new OutputShape.NextTokens(TOKENS);
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    return TargetColumns.NONE;
  }

  @Override
  public FittedNext fit(DataSpec spec, FittedInput input, Frame training) {
    return new FittedNext(input.as(FittedDocuments.class));
  }

  @Override
  public FittedNext fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    return new FittedNext(input.as(FittedDocuments.class));
  }
}
