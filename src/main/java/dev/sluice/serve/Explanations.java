package dev.sluice.serve;

import dev.sluice.predict.TextExplanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Explains the predictions of a classifier of texts, as JSON. */
final class Explanations {
  /** Each explanation takes a pass of the network for every token. */
  static final int MOST_ROWS = 8;

  private Explanations() {}

  static Map<String, Object> json(String model, List<TextExplanation> all) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("explanations", all.stream().map(Explanations::json).toList());
    return json;
  }

  private static Map<String, Object> json(TextExplanation why) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("prediction", why.prediction().label());
    json.put("explained", why.explained());
    json.put("log_odds", why.output());
    json.put("baseline", why.baseline());
    List<Map<String, Object>> tokens = new ArrayList<>();
    for (TextExplanation.Token token : why.tokens()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("token", token.text());
      one.put("seen", token.seen());
      one.put("known", token.known());
      one.put("attribution", token.attribution());
      tokens.add(one);
    }
    json.put("tokens", tokens);
    List<Map<String, Object>> columns = new ArrayList<>();
    for (TextExplanation.Column column : why.columns()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("column", column.name());
      one.put("value", column.cell());
      one.put("attribution", column.attribution());
      columns.add(one);
    }
    json.put("columns", columns);
    return json;
  }
}
