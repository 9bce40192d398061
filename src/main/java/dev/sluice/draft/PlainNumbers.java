package dev.sluice.draft;

import dev.sluice.frame.series.NumberForms;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table whose numbers have been rewritten in plain digits.
 *
 * @param forms by column, how the numbers that were rewritten had been written
 */
record PlainNumbers(Table table, Map<String, NumberSpec> forms) {

  /**
   * @param decimal the decimal separator, where both are possible
   */
  static PlainNumbers of(Table table, List<ColumnProfile> columns, Optional<String> decimal) {
    Map<String, NumberSpec> forms = new LinkedHashMap<>();
    Table plain = table;
    for (int i = 0; i < columns.size(); i++) {
      List<NumberSpec> possible = columns.get(i).numberForms();
      Optional<NumberSpec> form =
          possible.stream()
              .filter(f -> possible.size() == 1 || decimal.filter(f.decimal()::equals).isPresent())
              .findFirst();
      if (form.isPresent()) {
        forms.put(columns.get(i).name(), form.get());
        plain = plain.with(i, cell -> NumberForms.plain(form.get(), cell.strip()).orElse(cell));
      }
    }
    return new PlainNumbers(plain, forms);
  }
}
