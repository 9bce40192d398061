package dev.sluice.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines over one axis, as {@code report.js} draws them. */
final class LineChart {
  private LineChart() {}

  /**
   * @param x what stands below
   * @param lines name to values, one for each of {@code x}; null where there is none
   */
  static Map<String, Object> of(String title, List<String> x, Map<String, ?> lines) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "lines");
    chart.put("title", title);
    chart.put("x", x);
    chart.put("lines", lines);
    return chart;
  }
}
