package dev.sluice.input.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.TargetColumns;
import dev.sluice.input.FittedInput;
import dev.sluice.input.Input;
import dev.sluice.input.InputParts;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import java.util.List;
import java.util.Set;

/** Sequences of numbers. */
public final class SequenceInput implements Input<InputSpec.Sequence> {
  @Override
  public Class<InputSpec.Sequence> spec() {
    return InputSpec.Sequence.class;
  }

  private InputSpec.Sequence sequence(DataSpec data) {
    return spec().cast(data.input());
  }

  @Override
  public InputParts fit(DataSpec spec, Table rows, TargetColumns target) {
    return SequenceParts.fit(sequence(spec), layout(spec, rows.columns()), spec, rows, target);
  }

  private SequenceLayout<?> layout(DataSpec spec, List<String> columns) {
    return SequenceLayout.of(sequence(spec), columns, spec.numberForms());
  }

  @Override
  public Set<String> numbers(DataSpec spec, List<String> columns) {
    return layout(spec, columns).numbers();
  }

  @Override
  public FittedInput fromJson(DataSpec spec, JsonNode json) {
    return FittedSequence.fromJson(sequence(spec), spec.numberForms(), json);
  }

  /**
   * The number of channels and steps if each pattern of the config is one word; there may be more.
   */
  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    InputSpec.Sequence sequence = sequence(spec);
    int channels =
        sequence
            .long_()
            .map(rows -> rows.columns().size())
            .orElseGet(() -> sequence.wide().orElseThrow().channels().map(c -> c.size()).orElse(1));
    return new InputShape.Steps(channels, mostSteps, sequence.long_().isPresent());
  }
}
