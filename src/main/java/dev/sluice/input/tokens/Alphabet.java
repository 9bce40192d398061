package dev.sluice.input.tokens;

import dev.sluice.input.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The characters that have an id of their own; a character is a code point of Unicode. */
final class Alphabet {
  private static final int FEWEST = 2; // that an unknown one is learned from those seen once

  private final Vocabulary characters;
  private final int most;

  private Alphabet(Vocabulary characters, int most) {
    this.characters = characters;
    this.most = most;
  }

  /**
   * Those that are met twice or more, in the order of Unicode.
   *
   * @param most characters that are read of a token
   */
  static Alphabet of(Stream<String> tokens, int most) {
    Map<Integer, Integer> counts = new TreeMap<>();
    tokens.flatMapToInt(String::codePoints).forEach(c -> counts.merge(c, 1, Integer::sum));
    return of(
        counts.entrySet().stream()
            .filter(count -> count.getValue() >= FEWEST)
            .map(count -> Character.toString(count.getKey()))
            .toList(),
        most);
  }

  static Alphabet of(List<String> characters, int most) {
    return new Alphabet(Vocabulary.of(characters), most);
  }

  /** The number of ids, those for none and for unknown ones included. */
  int size() {
    return characters.size();
  }

  /** Those with an id of their own, by it. */
  List<String> characters() {
    return characters.tokens();
  }

  /** What stands for each id. */
  List<String> byId() {
    return characters.byId();
  }

  /** The ids of a token's characters; of a long one the first half and the last half. */
  int[] ids(String token) {
    int[] points = token.codePoints().toArray();
    if (points.length > most) {
      int first = most - most / 2;
      points =
          IntStream.concat(
                  Arrays.stream(points, 0, first),
                  Arrays.stream(points, points.length - most / 2, points.length))
              .toArray();
    }
    return Arrays.stream(points).map(c -> characters.id(Character.toString(c))).toArray();
  }
}
