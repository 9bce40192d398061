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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A column of text, or several that are joined. */
public final class TextInput implements Input<InputSpec.Text> {
  private static final int WORDS = 100;
  private static final int CHARACTERS = 60;

  @Override
  public Class<InputSpec.Text> spec() {
    return InputSpec.Text.class;
  }

  private InputSpec.Text text(DataSpec data) {
    return spec().cast(data.input());
  }

  @Override
  public InputParts fit(DataSpec spec, Table rows, TargetColumns target) {
    InputSpec.Text text = text(spec);
    if (spec.target().readsOn()) {
      return DocumentParts.fit(text, spec, rows, target);
    }
    Map<String, String> columns =
        new LinkedHashMap<>(
            text.columns()
                .map(JoinedColumns::byKey)
                .orElse(Map.of("data.input.text.column", text.column())));
    text.features().map(FittedFeatures::byKey).ifPresent(columns::putAll);
    return TextParts.fit(
        columns, training -> FittedText.fit(text, spec.columns(), training), spec, rows, target);
  }

  @Override
  public Set<String> numbers(DataSpec spec, List<String> columns) {
    return text(spec).features().map(of -> Set.copyOf(of.numbers())).orElse(Set.of());
  }

  @Override
  public FittedInput fromJson(DataSpec spec, JsonNode json) {
    return spec.target().readsOn()
        ? FittedDocuments.fromJson(text(spec), json)
        : FittedText.fromJson(text(spec), spec.columns(), json);
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    return new InputShape.Tokens(
            WORDS,
            Math.min(text(spec).maxLength(), mostSteps),
            text(spec).seenPadding(),
            text(spec).characters().map(of -> Alphabet.spelling(of, CHARACTERS)),
            Vocabulary.UNKNOWN)
        .withColumns(text(spec).features().map(of -> of.columns().size()).orElse(0));
  }
}
