package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * The spans that tags mark, by the rules of conlleval (Tjong Kim Sang and Buchholz 2000). A tag is
 * `O`, or a prefix and a type, `B-person`; a span also ends where its type changes. Besides B and
 * I, E ends a span and S is a span of one token.
 */
final class Spans {
  private Spans() {}

  /**
   * @param type such as `person`
   * @param from its first token
   * @param to the token after its last
   */
  record Span(String type, int from, int to) {}

  /**
   * The spans of a sequence, in order.
   *
   * @param tags one for each token
   */
  static List<Span> of(List<String> tags) {
    List<Span> spans = new ArrayList<>();
    char before = 'O';
    String typeBefore = "";
    int from = -1;
    for (int t = 0; t <= tags.size(); t++) {
      String tag = t < tags.size() ? tags.get(t) : "O";
      char place = tag.isEmpty() ? 'O' : tag.charAt(0);
      String type = type(tag);
      if (from >= 0 && (ends(before, place) || !type.equals(typeBefore))) {
        spans.add(new Span(typeBefore, from, t));
        from = -1;
      }
      if (place != 'O' && from < 0) {
        from = t;
      }
      before = place;
      typeBefore = type;
    }
    return spans;
  }

  /** The type after the prefix; empty for `O`. */
  static String type(String tag) {
    int dash = tag.indexOf('-');
    return dash < 0 ? "" : tag.substring(dash + 1);
  }

  private static boolean ends(char before, char place) {
    return before == 'E' || before == 'S' || place == 'B' || place == 'S' || place == 'O';
  }
}
