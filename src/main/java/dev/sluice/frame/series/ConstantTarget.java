package dev.sluice.frame.series;

import dev.sluice.frame.Part;
import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Warns of a target that is constant in all rows in which it is scored. */
final class ConstantTarget implements SeriesCheck {
  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    List<Warning> warnings = new ArrayList<>();
    for (int target = 0; target < layout.targets().size(); target++) {
      for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
        double[] values =
            Arrays.copyOfRange(series.values()[target], split.start(part), split.end(part));
        if (values.length > 1 && Scale.isConstant(values)) {
          warnings.add(
              new Warning(
                  Check.CONSTANT_COLUMN,
                  Problem.atKey(
                      layout.keyOf(target),
                      "'%s' is %s in all %s rows of %s"
                          .formatted(
                              layout.targets().get(target),
                              values[0],
                              values.length,
                              part.name().toLowerCase(Locale.ROOT)),
                      "check whether the values are real; if not, end the data before them"),
                  "repeating the last value is then perfect, so scores mean nothing"));
        }
      }
    }
    return warnings;
  }
}
