package dev.sluice.input;

import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Pieces of what {@code check} and data.json say about the parts of the data. */
public final class PartSummary {
  private static final int SHOWN = 8;

  private PartSummary() {}

  /** A value for each part, by the part's name. */
  public static <P> Map<String, Object> byPart(Map<Part, P> parts, Function<P, Object> value) {
    Map<String, Object> values = new LinkedHashMap<>();
    parts.forEach((part, of) -> values.put(part.name().toLowerCase(Locale.ROOT), value.apply(of)));
    return values;
  }

  /**
   * The tokens that the network reads; those without an id of their own, and what begins a text,
   * have placeholders.
   */
  public static List<String> read(Texts texts, int example, int unknown) {
    return Arrays.stream(texts.ids(example))
        .mapToObj(
            id ->
                id >= texts.firstToken()
                    ? texts.token(id)
                    : id == unknown ? "<unknown>" : "<start>")
        .toList();
  }

  /** The first of them, followed by how many there are if some are left out. */
  public static List<String> firstOf(List<?> all) {
    List<String> first = new ArrayList<>(all.stream().limit(SHOWN).map(String::valueOf).toList());
    if (all.size() > SHOWN) {
      first.add("... (%s)".formatted(all.size()));
    }
    return first;
  }
}
