package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Map;
import java.util.Optional;

/** One column is both text and class. */
final class TextIsClass implements ClassCheck {
  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    Optional<String> text = parts.get(Part.TRAINING).input().texts().map(Texts::column);
    return !text.equals(Optional.of(target.column()))
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.TARGET_AMONG_INPUTS,
                Problem.atKey(
                    "data.input.text.column",
                    "'%s' is the target as well".formatted(target.column()),
                    "name the column that holds the texts"),
                "the network is given the answer"));
  }
}
