package dev.sluice.input.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.Input;
import dev.sluice.input.InputParts;
import dev.sluice.input.text.Alphabet;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import java.util.Optional;

/** Text that is already divided into tokens. */
public final class TokensInput implements Input<InputSpec.Tokens> {
  private static final int WORDS = 100;
  private static final int STEPS = 30;
  private static final int CHARACTERS = 60;

  @Override
  public Class<InputSpec.Tokens> spec() {
    return InputSpec.Tokens.class;
  }

  private InputSpec.Tokens tokens(DataSpec data) {
    return spec().cast(data.input());
  }

  @Override
  public InputParts fit(DataSpec spec, Table rows, TargetColumns target) {
    return TokensParts.fit(tokens(spec), spec, rows, target);
  }

  @Override
  public FittedInput fromJson(DataSpec spec, JsonNode json) {
    return FittedTokens.fromJson(tokens(spec), json);
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    return new InputShape.Tokens(
        WORDS,
        Math.min(STEPS, mostSteps),
        Optional.empty(),
        tokens(spec).characters().map(characters -> Alphabet.spelling(characters, CHARACTERS)),
        Vocabulary.UNKNOWN);
  }
}
