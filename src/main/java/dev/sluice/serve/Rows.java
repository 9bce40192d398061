package dev.sluice.serve;

import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.source.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The example of a model as the rows of a request. */
final class Rows {
  private Rows() {}

  static List<Map<String, Object>> of(FittedInput input) {
    Table table = input.example();
    Map<String, InputColumn> columns =
        input.reads().stream().collect(Collectors.toMap(InputColumn::name, column -> column));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      Map<String, Object> json = new LinkedHashMap<>();
      for (int c = 0; c < table.columns().size(); c++) {
        String name = table.columns().get(c);
        json.put(name, value(columns.get(name), table.value(row, c)));
      }
      rows.add(json);
    }
    return rows;
  }

  /** Numbers as JSON numbers; if each row is a series, its columns have no known names. */
  private static Object value(InputColumn column, String cell) {
    boolean number = column == null || column.holds() == InputColumn.Holds.NUMBER;
    if (!number) {
      return cell;
    }
    return cell.isEmpty()
        ? null
        : DecimalNode.valueOf(
            new BigDecimal(column == null ? cell : cell.replace(column.decimal(), ".")));
  }
}
