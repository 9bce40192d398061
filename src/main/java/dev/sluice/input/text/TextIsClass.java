package dev.sluice.input.text;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.Warning;
import java.util.Optional;

/** One column is both text and class. */
final class TextIsClass implements TextCheck {
  @Override
  public Optional<Warning> look(DataSpec spec, TextDataset data) {
    String text = TextSpecs.of(spec).input().column();
    String target = TextSpecs.of(spec).target().column();
    return !text.equals(target)
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.TARGET_AMONG_INPUTS,
                Problem.atKey(
                    "data.input.text.column",
                    "'%s' is the target as well".formatted(text),
                    "name the column that holds the texts"),
                "the network is given the answer"));
  }
}
