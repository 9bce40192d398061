package dev.sluice.frame.series;

import dev.sluice.frame.NumberReader;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses covariates that hold words, with no number in any field. */
final class TextColumns {
  private TextColumns() {}

  static Set<String> of(DataSpec spec, List<Table> tables) {
    InputSpec.Series input = (InputSpec.Series) spec.input();
    return Stream.of(input.pastCovariates(), input.futureCovariates(), input.static_())
        .flatMap(List::stream)
        .filter(name -> holdsWords(name, spec.columns().get(name), tables))
        .collect(Collectors.toSet());
  }

  private static boolean holdsWords(String name, ColumnSpec given, List<Table> tables) {
    ColumnSpec spec = given == null ? ColumnSpec.unspecified() : given;
    if (spec.asCategories().isEmpty()) {
      return false;
    }
    NumberReader numbers = new NumberReader(Optional.empty());
    boolean words = false;
    for (Table table : tables) {
      int column = table.indexOf(name);
      for (int row = 0; column >= 0 && row < table.size(); row++) {
        String cell = table.value(row, column).strip();
        if (cell.isEmpty() || spec.missingValues().contains(cell)) {
          continue;
        }
        if (numbers.read(cell).isPresent()) {
          return false;
        }
        words = true;
      }
    }
    return words;
  }
}
