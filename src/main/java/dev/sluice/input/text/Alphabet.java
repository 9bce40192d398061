package dev.sluice.input.text;

import dev.sluice.shape.Spelling;
import dev.sluice.spec.InputSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The characters that have their own id; a character is a Unicode code point. */
public final class Alphabet {
  private static final int FEWEST = 2; // that an unknown one is learned from those seen once

  private final Vocabulary characters;
  private final InputSpec.Characters spec;

  private Alphabet(Vocabulary characters, InputSpec.Characters spec) {
    this.characters = characters;
    this.spec = spec;
  }

  /**
   * The characters that occur twice or more, in Unicode order.
   *
   * @param tokens all of the training part
   */
  public static Alphabet of(Stream<String> tokens, InputSpec.Characters spec) {
    Map<Integer, Integer> counts = new TreeMap<>();
    tokens.flatMapToInt(String::codePoints).forEach(c -> counts.merge(c, 1, Integer::sum));
    return of(
        counts.entrySet().stream()
            .filter(count -> count.getValue() >= FEWEST)
            .map(count -> Character.toString(count.getKey()))
            .toList(),
        spec);
  }

  /**
   * @param characters by id, from the first id of a character on
   */
  public static Alphabet of(List<String> characters, InputSpec.Characters spec) {
    return new Alphabet(Vocabulary.of(characters), spec);
  }

  /** What the network reads of tokens. */
  public Spelling spelling() {
    return spelling(spec, size());
  }

  /**
   * The same for an alphabet that is not known yet.
   *
   * @param size the number of character ids
   */
  public static Spelling spelling(InputSpec.Characters spec, int size) {
    return new Spelling(size, spec.maxLength(), spec.size(), spec.lstm().units());
  }

  /** The number of ids, including those for no character and for unknown ones. */
  public int size() {
    return characters.size();
  }

  /** The characters with their own id, in order of the ids. */
  public List<String> characters() {
    return characters.tokens();
  }

  /** The meaning of each id. */
  public List<String> byId() {
    return characters.byId();
  }

  /**
   * The ids of a token's characters; if it is long, those of the first half and the last half of
   * the limit.
   */
  public int[] ids(String token) {
    int most = spec.maxLength();
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
