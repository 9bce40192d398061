package dev.sluice.export;

import dev.sluice.frame.series.WindowRecipe;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata that a caller needs about the windows of a series. */
final class WindowFacts {
  private WindowFacts() {}

  static Map<String, Object> of(WindowRecipe recipe) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("values", recipe.pastColumns());
    facts.put("lookback", recipe.lookback());
    facts.put("rows_before_lookback", recipe.memory());
    facts.put("gap", recipe.gap());
    facts.put("horizon", recipe.horizon());
    facts.put("steps", recipe.steps());
    if (!recipe.knownColumns().isEmpty()) {
      facts.put("known", recipe.knownColumns());
    }
    if (!recipe.calendar().isEmpty()) {
      facts.put("calendar", recipe.calendar());
    }
    if (!recipe.categories().isEmpty()) {
      facts.put("categories", recipe.categories());
    }
    if (!recipe.series().isEmpty()) {
      facts.put("series_columns", recipe.seriesColumns());
      facts.put("series", recipe.series());
    }
    return facts;
  }
}
