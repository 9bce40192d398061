package dev.sluice.input.text;

import dev.sluice.spec.InputSpec.Keep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several columns of text that become one sequence of tokens: those of each column in turn, with
 * {@link #SEPARATOR} between two columns.
 *
 * @param names at least two
 */
record JoinedColumns(List<String> names) {
  /** Occurs only between columns: a token of a text that looks like it is left out. */
  static final String SEPARATOR = "<sep>";

  /** The columns, by the key of the config that names each. */
  static Map<String, String> byKey(List<String> names) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byKey.put("data.input.text.columns[%s]".formatted(i), names.get(i));
    }
    return byKey;
  }

  /**
   * The tokens of a row; none if all its cells are empty.
   *
   * @param cells one for each column
   */
  List<String> tokens(List<String> cells, Function<String, List<String>> tokenized) {
    List<String> all = new ArrayList<>();
    for (int c = 0; c < cells.size(); c++) {
      if (c > 0) {
        all.add(SEPARATOR);
      }
      tokenized.apply(cells.get(c)).stream()
          .filter(token -> !token.equals(SEPARATOR))
          .forEach(all::add);
    }
    return all.size() < cells.size() ? List.of() : all; // only separators
  }

  /** A row in readable form; cells are trimmed. */
  String text(List<String> cells) {
    return cells.stream().map(String::strip).collect(Collectors.joining(" " + SEPARATOR + " "));
  }

  /**
   * The positions of {@link #tokens} that the network sees, in order, including all separators.
   * Every column gets the same share of the room; what one does not need goes to the longer ones.
   *
   * @param most how many there may be, separators included
   */
  int[] positions(List<String> tokens, Keep keep, int most) {
    if (tokens.size() <= most) {
      return IntStream.range(0, tokens.size()).toArray();
    }
    int[] ends = // (columns): the separator after each, the end after the last
        IntStream.range(0, tokens.size() + 1)
            .filter(i -> i == tokens.size() || tokens.get(i).equals(SEPARATOR))
            .toArray();
    int[] lengths = new int[ends.length];
    for (int c = 0; c < ends.length; c++) {
      lengths[c] = ends[c] - begin(ends, c);
    }
    int[] shares = shares(lengths, most - (ends.length - 1));
    IntStream.Builder positions = IntStream.builder();
    for (int c = 0; c < ends.length; c++) {
      int begin = begin(ends, c);
      Arrays.stream(keep.positions(lengths[c], shares[c])).map(i -> begin + i).forEach(positions);
      if (c < ends.length - 1) {
        positions.add(ends[c]);
      }
    }
    return positions.build().toArray();
  }

  private static int begin(int[] ends, int column) {
    return column == 0 ? 0 : ends[column - 1] + 1;
  }

  /** The shortest first: each may have its share of what is left. */
  private static int[] shares(int[] lengths, int most) {
    int[] shares = new int[lengths.length];
    List<Integer> shortest =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(lengths[a], lengths[b]))
            .toList();
    int left = most;
    for (int i = 0; i < shares.length; i++) {
      int c = shortest.get(i);
      shares[c] = Math.min(lengths[c], left / (shares.length - i));
      left -= shares[c];
    }
    return shares;
  }
}
