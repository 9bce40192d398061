package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.UserException;
import dev.sluice.problem.YamlWord;
import dev.sluice.spec.Check;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.Tasks;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a split would keep the copies of a text together: by the text as its group. */
final class CopiesInOnePart {
  private CopiesInOnePart() {}

  /** A warning of copies, with the setting that removes them if the rows can be split by it. */
  static Warning advised(Warning warning, DataSpec spec, Examples training) {
    if (warning.check() != Check.DUPLICATE_ROWS_ACROSS_PARTS) {
      return warning;
    }
    Problem problem = warning.problem();
    return setting(spec, training)
        .map(
            setting ->
                new Warning(
                    warning.check(),
                    problem.withAdvice(
                        "keep all copies in one part: --set %s\nor keep one copy of each text"
                            .formatted(ShellWord.of(setting))),
                    warning.why()))
        .orElse(warning);
  }

  private static Optional<String> setting(DataSpec spec, Examples training) {
    SplitSpec split = spec.split();
    Optional<Texts> texts = training.input().texts().filter(of -> of.columns().size() == 1);
    boolean drawn =
        Stream.of(split.validation(), split.test())
            .flatMap(Optional::stream)
            .allMatch(SplitSpec.Part::isDrawn);
    if (texts.isEmpty() || split.group().isPresent() || !drawn) {
      return Optional.empty();
    }
    String column = texts.get().columns().get(0);
    try {
      SplitSpec grouped =
          new SplitSpec(split.validation(), split.test(), split.seed(), Optional.of(column));
      Map<Part, Rows> parts =
          RowSplit.split(
              spec.with(grouped),
              training.frame().as(TableFrame.class).table(),
              Map.of(texts.get().key() + ".column", column),
              Tasks.of(spec.target()).columns(spec),
              Rows.CUT);
      return SplitWarnings.in(grouped, parts).isEmpty()
          ? Optional.of("data.split.group=" + YamlWord.of(column))
          : Optional.empty();
    } catch (UserException | InvalidSpecException e) {
      return Optional.empty(); // these rows cannot be split so
    }
  }
}
