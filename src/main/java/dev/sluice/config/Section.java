package dev.sluice.config;

import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.Default;
import dev.sluice.spec.Doc;
import dev.sluice.spec.ExactlyOneOf;
import dev.sluice.spec.Example;
import dev.sluice.spec.Form;
import dev.sluice.spec.FormerName;
import dev.sluice.spec.Inherits;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.KindsAsKeys;
import dev.sluice.spec.Range;
import dev.sluice.spec.Requires;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A spec record as the user sees it: a map with these keys. */
final class Section {
  private static final Map<Class<?>, Section> KNOWN = new ConcurrentHashMap<>();

  /**
   * One key of a section.
   *
   * @param isOptional whether it may be left out without having a default
   * @param defaultValue the value if it is left out
   * @param doc what the key means, for the user
   * @param example a value as a user would write it
   * @param requires another key without which it has no meaning
   * @param form the pattern of a text
   * @param formerName its former name
   * @param accessor returns its value; none for a key that disappears once the file has been read
   */
  record Key(
      String name,
      ValueType type,
      boolean isOptional,
      Optional<Node> defaultValue,
      Optional<String> doc,
      Optional<String> example,
      Optional<String> requires,
      Optional<Form> form,
      Optional<String> formerName,
      Optional<Function<Record, Object>> accessor) {
    boolean isRequired() {
      return !isOptional && defaultValue.isEmpty();
    }
  }

  private final Constructor<? extends Record> constructor;
  private final Optional<Class<?>> kinds; // that are the keys, where the record is a list of them
  private final List<Key> keys;
  private final Optional<Key> parent;
  private final List<String> exclusive;

  private Section(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its canonical constructor: " + type, e);
    }
    kinds = Optional.ofNullable(type.getAnnotation(KindsAsKeys.class)).map(KindsAsKeys::value);
    keys =
        kinds
            .map(choice -> kindsAsKeys(choice, accessor(components[0])))
            .orElseGet(() -> Arrays.stream(components).map(Section::key).toList());
    parent = Optional.ofNullable(type.getAnnotation(Inherits.class)).map(Section::key);
    exclusive =
        Optional.ofNullable(type.getAnnotation(ExactlyOneOf.class))
            .map(one -> List.of(one.value()))
            .orElse(List.of());
  }

  static Section of(Class<? extends Record> type) {
    Section known = KNOWN.get(type);
    if (known == null) {
      known = new Section(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  private static Key key(RecordComponent component) {
    Type type = component.getGenericType();
    boolean isOptional = component.getType() == Optional.class;
    if (isOptional) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    return new Key(
        snakeCase(component.getName()),
        ValueType.of(type, component.getAnnotation(Range.class)),
        isOptional,
        Optional.ofNullable(component.getAnnotation(Default.class)).map(Section::defaultValue),
        Optional.ofNullable(component.getAnnotation(Doc.class)).map(Doc::value),
        Optional.ofNullable(component.getAnnotation(Example.class)).map(Example::value),
        Optional.ofNullable(component.getAnnotation(Requires.class)).map(Requires::value),
        Optional.ofNullable(component.getAnnotation(Form.class)),
        Optional.ofNullable(component.getAnnotation(FormerName.class)).map(FormerName::value),
        Optional.of(accessor(component)));
  }

  private static Function<Record, Object> accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    return record -> {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("specs and their accessors are public", e);
      }
    };
  }

  /**
   * @param list gives the items, each of one kind
   */
  private static List<Key> kindsAsKeys(Class<?> choice, Function<Record, Object> list) {
    List<Key> keys = new ArrayList<>();
    for (Kind<?> kind : Kinds.installed().of(choice)) {
      keys.add(
          new Key(
              kind.name(),
              new ValueType.Body(kind.record().asSubclass(Record.class)),
              true,
              Optional.empty(),
              Optional.ofNullable(kind.record().getAnnotation(Doc.class)).map(Doc::value),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(
                  record ->
                      ((List<?>) list.apply(record))
                          .stream().filter(kind.record()::isInstance).findFirst())));
    }
    return List.copyOf(keys);
  }

  private static Key key(Inherits parent) {
    return new Key(
        parent.key(),
        new ValueType.FilePath(),
        true,
        Optional.empty(),
        Optional.of(parent.doc()),
        Optional.of(parent.example()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Node defaultValue(Default written) {
    Findings findings = new Findings();
    Optional<Node> node =
        YamlText.read(written.value(), (line, column) -> new Origin.ByDefault(), findings);
    if (!findings.isEmpty()) {
      throw new IllegalStateException(
          "a default is not YAML: " + written.value(), findings.exception());
    }
    return node.orElseThrow();
  }

  /**
   * {@code batch_size} for {@code batchSize}; {@code long} for {@code long_}, since {@code long} is
   * a keyword in Java.
   */
  static String snakeCase(String camelCase) {
    StringBuilder snake = new StringBuilder();
    for (char c : camelCase.toCharArray()) {
      if (c >= 'A' && c <= 'Z') {
        snake.append(snake.isEmpty() ? "" : "_").append((char) (c - 'A' + 'a'));
      } else {
        snake.append(c);
      }
    }
    return snake.toString().replaceFirst("_$", "");
  }

  /** The keys of the record, in its order. */
  List<Key> keys() {
    return keys;
  }

  /** The key that names the file which this one extends; only a whole config has it. */
  Optional<Key> parent() {
    return parent;
  }

  /** Groups of keys of which exactly one is given; none if this does not apply. */
  List<String> exclusive() {
    return exclusive;
  }

  /** All keys that may be in a file. */
  List<Key> writtenKeys() {
    return Stream.concat(parent.stream(), keys.stream()).toList();
  }

  List<String> names() {
    return writtenKeys().stream().map(Key::name).toList();
  }

  Optional<Key> find(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** The key that once had this name. */
  Optional<Key> findFormer(String name) {
    return keys.stream()
        .filter(key -> key.formerName().filter(name::equals).isPresent())
        .findFirst();
  }

  /** Each key with its default: {@code units (required)}, {@code activation (tanh)}. */
  List<String> summaries() {
    List<String> summaries = new ArrayList<>();
    for (Key key : writtenKeys()) {
      summaries.add(
          key.name()
              + (key.isRequired() ? " (required)" : "")
              + key.defaultValue().map(value -> " (" + Flow.text(value) + ")").orElse(""));
    }
    return summaries;
  }

  /**
   * The record with these values, in the order of the keys.
   *
   * @throws InvalidSpecException if the values contradict each other
   */
  Record create(List<Object> values) {
    try {
      return kinds.isPresent()
          ? constructor.newInstance(
              values.stream().flatMap(v -> ((Optional<?>) v).stream()).toList())
          : constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSpecException invalid) {
        throw invalid;
      }
      throw new IllegalStateException("cannot make a " + constructor, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("specs and their constructors are public", e);
    }
  }

  /** The value of a key; an {@link Optional} where the key is optional. */
  static Object value(Record record, Key key) {
    return key.accessor().orElseThrow().apply(record);
  }
}
