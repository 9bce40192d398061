package dev.sluice.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Charts of several sections as {@code report.js} draws them. */
final class Charts {
  private Charts() {}

  /**
   * Lines through points of (x, y), both from 0 to 1.
   *
   * @param lines name to points
   * @param diagonal whether to draw the line on which x is y
   */
  static Map<String, Object> shares(
      String title, String x, String y, Map<String, List<List<Double>>> lines, boolean diagonal) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "shares");
    chart.put("title", title);
    chart.put("x", x);
    chart.put("y", y);
    chart.put("lines", lines);
    chart.put("diagonal", diagonal);
    return chart;
  }

  /**
   * Lines over common x values.
   *
   * @param lines name to values, one for each of {@code x}; null where there is none
   */
  static Map<String, Object> lines(String title, List<String> x, Map<String, ?> lines) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "lines");
    chart.put("title", title);
    chart.put("x", x);
    chart.put("lines", lines);
    return chart;
  }

  /** A bar for each name. */
  static Map<String, Object> bars(String title, List<String> names, List<?> values) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "bars");
    chart.put("title", title);
    chart.put("x", names);
    chart.put("values", values);
    return chart;
  }

  /** A coordinate with as many digits as a chart can show. */
  static List<Double> point(double x, double y) {
    return List.of(Figures.rounded(x), Figures.rounded(y));
  }
}
