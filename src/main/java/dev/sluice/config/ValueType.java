package dev.sluice.config;

import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.Range;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The type of a value: that of a record's component as the user sees it. */
sealed interface ValueType {

  /** As it follows "expected" in a sentence. */
  String expected();

  record Flag() implements ValueType {
    @Override
    public String expected() {
      return "true or false";
    }
  }

  /**
   * A whole number.
   *
   * @param isLong whether it is a {@code long} and not an {@code int}
   * @param min the smallest allowed
   * @param max the largest allowed
   */
  record Whole(boolean isLong, long min, long max) implements ValueType {
    private boolean hasMin() {
      return min > (isLong ? Long.MIN_VALUE : Integer.MIN_VALUE);
    }

    private boolean hasMax() {
      return max < (isLong ? Long.MAX_VALUE : Integer.MAX_VALUE);
    }

    boolean allows(long value) {
      return min <= value && value <= max;
    }

    @Override
    public String expected() {
      if (hasMin() && hasMax()) {
        return min == max ? Long.toString(min) : "a whole number from " + min + " to " + max;
      }
      return "a whole number"
          + (hasMin() ? " of at least " + min : "")
          + (hasMax() ? " of at most " + max : "");
    }

    /** For a number whose only lower limit is that of its type. */
    String expectedToFit() {
      return "a whole number from " + min + " to " + max;
    }
  }

  /**
   * A finite number.
   *
   * @param above whether {@code min} itself is refused
   * @param below whether {@code max} itself is refused
   */
  record Real(double min, double max, boolean above, boolean below) implements ValueType {
    boolean allows(double value) {
      return Double.isFinite(value)
          && (above ? value > min : value >= min)
          && (below ? value < max : value <= max);
    }

    @Override
    public String expected() {
      boolean hasMin = min > Double.NEGATIVE_INFINITY;
      boolean hasMax = max < Double.POSITIVE_INFINITY;
      if (hasMin && hasMax && !above && !below) {
        return "a number from " + Shown.number(min) + " to " + Shown.number(max);
      }
      return "a number"
          + (hasMin ? (above ? " above " : " of at least ") + Shown.number(min) : "")
          + (hasMin && hasMax ? " and" : "")
          + (hasMax ? (below ? " below " : " at most ") + Shown.number(max) : "");
    }
  }

  record Text() implements ValueType {
    @Override
    public String expected() {
      return "text";
    }
  }

  record FilePath() implements ValueType {
    @Override
    public String expected() {
      return "the path of a file";
    }
  }

  /** One of a few words: an enum. */
  record Word(List<? extends Enum<?>> constants) implements ValueType {
    List<String> words() {
      return constants.stream().map(Word::word).toList();
    }

    /** Whether the list of its words is short enough for a sentence. */
    boolean isShort() {
      return constants.size() <= 4;
    }

    static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String expected() {
      if (isShort()) {
        return Shown.joined(words(), "or");
      }
      String name = constants.get(0).getDeclaringClass().getSimpleName();
      return Shown.withArticle(Section.snakeCase(name).replace('_', ' '));
    }
  }

  record Items(ValueType item) implements ValueType {
    @Override
    public String expected() {
      return "a list";
    }
  }

  /** A map whose keys are chosen by the user. */
  record Entries(ValueType value) implements ValueType {
    @Override
    public String expected() {
      return "a map";
    }
  }

  /** A map whose keys are the components of a record. */
  record Body(Class<? extends Record> record) implements ValueType {
    Section section() {
      return Section.of(record);
    }

    @Override
    public String expected() {
      return "a map";
    }
  }

  /** One of two types, depending on what is written. */
  record ListOrMap(Items items, Class<? extends Record> list, Body map) implements ValueType {
    /** The record type of a list's items. */
    Section section() {
      return Section.of(list);
    }

    /** The map, but only if one of its keys is written. */
    ValueType like(Node written) {
      return written instanceof Node.Mapping mapping
              && (mapping.entries().isEmpty()
                  || mapping.entries().stream().anyMatch(entry -> isKey(entry.key())))
          ? map
          : items;
    }

    /** The alternative that has such a key or index; if neither has, the one that is written. */
    ValueType with(String step, Optional<Node> written) {
      if (isKey(step)) {
        return map;
      }
      return KeyPath.isIndex(step) ? items : written.map(this::like).orElse(items);
    }

    private boolean isKey(String name) {
      return map.section().find(name).isPresent();
    }

    @Override
    public String expected() {
      List<String> required =
          map.section().keys().stream()
              .filter(Section.Key::isRequired)
              .map(Section.Key::name)
              .toList();
      return items.expected() + ", or a map with " + Shown.joined(required, "and");
    }
  }

  /** A map of one key, the name of a kind, whose value is the map of that kind's record. */
  record Choice(Class<?> type) implements ValueType {
    /** {@code optimizer} for {@code OptimizerSpec}. */
    String noun() {
      String name = type.getSimpleName();
      String stem = name.endsWith("Spec") ? name.substring(0, name.length() - 4) : name;
      return Section.snakeCase(stem).replace('_', ' ');
    }

    List<String> names() {
      return Kinds.installed().of(type).stream().map(Kind::name).toList();
    }

    Optional<Body> find(String name) {
      return Kinds.installed()
          .find(type, name)
          .map(kind -> new Body(kind.record().asSubclass(Record.class)));
    }

    @Override
    public String expected() {
      return Shown.withArticle(noun());
    }
  }

  /**
   * @param range of the number, or of each number within; null if there is none
   * @throws IllegalArgumentException if specs may not have such a component
   */
  static ValueType of(Type type, Range range) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new Items(of(arguments[0], range));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Entries(of(arguments[1], range));
      }
    }
    if (type instanceof Class<?> c) {
      if (c == boolean.class || c == Boolean.class) {
        return new Flag();
      }
      if (c == int.class || c == Integer.class) {
        return whole(false, Integer.MIN_VALUE, Integer.MAX_VALUE, range);
      }
      if (c == long.class || c == Long.class) {
        return whole(true, Long.MIN_VALUE, Long.MAX_VALUE, range);
      }
      if (c == double.class || c == Double.class) {
        return range == null
            ? new Real(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false)
            : new Real(range.min(), range.max(), range.above(), range.below());
      }
      if (c == String.class) {
        return new Text();
      }
      if (c == Path.class) {
        return new FilePath();
      }
      if (c.isEnum()) {
        return new Word(Arrays.stream(c.getEnumConstants()).map(e -> (Enum<?>) e).toList());
      }
      if (c.isRecord()) {
        return new Body(c.asSubclass(Record.class));
      }
      if (c.isAnnotationPresent(dev.sluice.spec.ListOrMap.class)) {
        dev.sluice.spec.ListOrMap both = c.getAnnotation(dev.sluice.spec.ListOrMap.class);
        ValueType items = Section.of(both.list()).keys().get(0).type();
        return new ListOrMap((Items) items, both.list(), new Body(both.map()));
      }
      if (Kinds.installed().isChoice(c)) {
        return new Choice(c);
      }
    }
    throw new IllegalArgumentException("no spec can have a component of " + type);
  }

  private static Whole whole(boolean isLong, long least, long most, Range range) {
    if (range == null) {
      return new Whole(isLong, least, most);
    }
    long min = range.min() <= least ? least : (long) Math.ceil(range.min());
    long max = range.max() >= most ? most : (long) Math.floor(range.max());
    return new Whole(isLong, range.above() ? min + 1 : min, range.below() ? max - 1 : max);
  }
}
