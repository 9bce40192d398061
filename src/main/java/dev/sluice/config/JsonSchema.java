package dev.sluice.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import dev.sluice.spec.Doc;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The JSON Schema of a config, for editors. It is made from the same records that the binder uses,
 * so that both refuse the same, as far as a schema can express it. A value may also be an
 * environment variable, such as {@code ${EPOCHS:-5}}; a file that extends another may leave out any
 * key. A choice is a map of at most one of its kinds, or the bare name of a kind that needs no
 * keys. Written for yaml-language-server: what its hover leaves out, such as defaults, is in {@code
 * markdownDescription}.
 */
public final class JsonSchema {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final String VARIABLE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}$]*)?\\}";
  private static final String TEXT = "([^$]|\\$(?!\\{)|\\$\\$\\{|" + VARIABLE + ")*$";

  /** The key of a definition: a type, and whether it may also be null. */
  private record Defined(ValueType type, boolean orNull) {}

  private final Map<Defined, String> names = new HashMap<>();
  private final Map<String, JsonNode> definitions = new TreeMap<>();

  private final Set<Class<? extends Record>> merged = new HashSet<>(); // with the file extended

  private JsonSchema() {}

  /** The schema of all installed kinds as JSON text, ending with a line break. */
  public static String text() {
    try {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
      return MAPPER.writer(printer).writeValueAsString(new JsonSchema().config()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For tests: the schema of another root than a config. */
  static ObjectNode of(Class<? extends Record> type) {
    JsonSchema schema = new JsonSchema();
    return schema.section(type, /* mayBeEmpty= */ false);
  }

  private ObjectNode config() {
    ObjectNode schema = MAPPER.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Sluice config");
    findMerged(Config.class);
    schema.setAll(section(Config.class, /* mayBeEmpty= */ false));
    Section section = Section.of(Config.class);
    ObjectNode condition = schema.putArray("allOf").addObject();
    condition.putObject("if").putArray("required").add(section.parent().orElseThrow().name());
    condition.set("else", requirements(section));
    ObjectNode defs = MAPPER.createObjectNode();
    definitions.forEach(defs::set);
    schema.set("$defs", defs);
    return schema;
  }

  /**
   * The keys that are required here and in the sections below, as far as a parent can supply them:
   * choices and lists are never merged, so each is complete by itself.
   */
  private static ObjectNode requirements(Section section) {
    ObjectNode schema = MAPPER.createObjectNode();
    require(schema, section);
    for (Key key : section.keys()) {
      Optional<ValueType.Body> body = merged(key.type());
      if (body.isPresent()) {
        ObjectNode inner = requirements(body.get().section());
        if (key.type() instanceof ValueType.ListOrMap) {
          inner.putObject("items"); // of any kind; editors begin a list with it
        }
        if (!inner.isEmpty()) {
          schema.withObject("/properties").set(key.name(), inner);
        }
      }
    }
    return schema;
  }

  private static Optional<ValueType.Body> merged(ValueType type) {
    if (type instanceof ValueType.ListOrMap both) {
      return merged(both.map());
    }
    return type instanceof ValueType.Body body && body.section().exclusive().isEmpty()
        ? Optional.of(body)
        : Optional.empty();
  }

  private void findMerged(Class<? extends Record> type) {
    merged.add(type);
    for (Key key : Section.of(type).keys()) {
      merged(key.type()).ifPresent(body -> findMerged(body.record()));
    }
  }

  // Sections

  private ObjectNode section(Class<? extends Record> type, boolean mayBeEmpty) {
    Section section = Section.of(type);
    ObjectNode schema = MAPPER.createObjectNode();
    describe(schema, doc(type));
    types(schema, mayBeEmpty ? List.of("object", "null") : List.of("object"));
    ObjectNode properties = schema.putObject("properties");
    for (Key key : section.writtenKeys()) {
      properties.set(key.name(), key(key));
      key.formerName()
          .ifPresent(
              former ->
                  properties
                      .set(former, value(key.type(), key.isOptional()))
                      .withObject("/" + former)
                      .put("deprecated", true)
                      .put("deprecationMessage", "Renamed to " + key.name() + "."));
    }
    schema.put("additionalProperties", false);
    if (!section.exclusive().isEmpty()) {
      ArrayNode one = schema.withArray("allOf").addObject().putArray("oneOf");
      section.exclusive().forEach(name -> one.addObject().putArray("required").add(name));
    }
    if (!merged.contains(type)) {
      require(schema, section);
    }
    return schema;
  }

  private static void require(ObjectNode schema, Section section) {
    for (Key key : section.keys()) {
      key.requires()
          .ifPresent(
              other -> schema.withObject("/dependentRequired").putArray(key.name()).add(other));
      if (key.isRequired() && key.formerName().isEmpty()) {
        schema.withArray("required").add(key.name());
      } else if (key.isRequired()) {
        ArrayNode either = schema.withArray("allOf").addObject().putArray("anyOf");
        either.addObject().putArray("required").add(key.name());
        either.addObject().putArray("required").add(key.formerName().get());
      }
    }
  }

  private ObjectNode key(Key key) {
    boolean isParent = key.accessor().isEmpty(); // whose null removes nothing
    ObjectNode schema = value(key.type(), key.isOptional() && !isParent);
    String doc = key.doc().orElse("");
    schema.put("description", doc);
    schema.put("markdownDescription", doc + "\n\n" + details(key));
    key.form()
        .ifPresent(
            form -> {
              schema.put("pattern", "^(" + form.value() + ")$|" + VARIABLE);
              schema.put("patternErrorMessage", "Expected " + form.as() + ".");
            });
    key.defaultValue().ifPresent(node -> schema.set("default", json(node)));
    key.example().ifPresent(yaml -> schema.putArray("examples").add(json(example(yaml))));
    return schema;
  }

  /** The allowed values, and what applies if the key is left out. */
  private static String details(Key key) {
    String expected = key.type().expected();
    String first = expected.substring(0, 1).toUpperCase(Locale.ROOT);
    return first
        + expected.substring(1)
        + key.form().map(form -> ": " + form.as()).orElse("")
        + (key.isRequired() ? "; required." : "")
        + key.defaultValue().map(node -> "; default `" + Flow.text(node) + "`.").orElse("")
        + (key.isOptional() ? "; optional." : "");
  }

  private static Node example(String yaml) {
    return YamlText.read(yaml, (line, column) -> new Origin.ByDefault(), new Findings())
        .orElseThrow();
  }

  private static Optional<String> doc(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Doc.class)).map(Doc::value);
  }

  private static void describe(ObjectNode schema, Optional<String> doc) {
    doc.ifPresent(text -> schema.put("description", text));
  }

  // Values

  private ObjectNode value(ValueType type, boolean orNull) {
    ObjectNode schema = MAPPER.createObjectNode();
    if (type instanceof ValueType.Body body) {
      boolean mayBeEmpty = orNull || isEmptyAllowed(body);
      return reference(
          new Defined(type, orNull), stem(body.record()), () -> section(body.record(), mayBeEmpty));
    }
    if (type instanceof ValueType.Choice choice) {
      return reference(
          new Defined(type, orNull), stem(choice.type()), () -> choice(choice, orNull));
    }
    if (type instanceof ValueType.ListOrMap both) {
      // Beside the choice, not in it: where a key may be either, editors begin the list.
      schema.set("items", value(both.items().item(), false));
      ArrayNode either = schema.putArray("anyOf");
      types(either.addObject(), orNull, "array");
      either.add(value(both.map(), false));
      return schema;
    }
    if (type instanceof ValueType.Items items) {
      types(schema, orNull, "array");
      schema.set("items", value(items.item(), false));
    } else if (type instanceof ValueType.Entries entries) {
      types(schema, true, "object");
      schema.set("additionalProperties", value(entries.value(), false));
    } else if (type instanceof ValueType.Flag) {
      types(schema, orNull, "boolean", "string");
      mayBeVariable(schema, type);
    } else if (type instanceof ValueType.Whole whole) {
      types(schema, orNull, "integer", "string");
      range(schema, whole);
      mayBeVariable(schema, type);
    } else if (type instanceof ValueType.Real real) {
      types(schema, orNull, "number", "string");
      range(schema, real);
      mayBeVariable(schema, type);
    } else if (type instanceof ValueType.Word word) {
      words(schema, word, orNull);
    } else if (type instanceof ValueType.FilePath) {
      types(schema, orNull, "string", "number", "boolean"); // an unquoted 2024 is also a name
      schema.put("pattern", "^(?!~[/\\\\])(?=[\\s\\S]*\\S)" + TEXT);
    } else {
      types(schema, orNull, "string", "number", "boolean"); // text is taken as written: 1 or true
      schema.put("pattern", "^" + TEXT);
    }
    return schema;
  }

  /**
   * Refused values get the same message whether they have the wrong type or are the wrong string.
   */
  private static ObjectNode mayBeVariable(ObjectNode schema, ValueType type) {
    return schema
        .put("pattern", VARIABLE)
        .put("patternErrorMessage", "Expected " + type.expected() + ", without quotes.");
  }

  private ObjectNode reference(Defined type, String name, Supplier<ObjectNode> definition) {
    String known = names.get(type);
    if (known == null) {
      known = name;
      for (int i = 2; definitions.containsKey(known); i++) { // of a plug-in, or with null
        known = name + "_" + i;
      }
      names.put(type, known);
      definitions.put(known, MAPPER.nullNode()); // a definition may contain itself
      definitions.put(known, definition.get());
    }
    return MAPPER.createObjectNode().put("$ref", "#/$defs/" + known);
  }

  private static boolean isEmptyAllowed(ValueType.Body body) {
    return body.section().keys().stream().noneMatch(Key::isRequired);
  }

  private ObjectNode choice(ValueType.Choice choice, boolean orNull) {
    ObjectNode map = MAPPER.createObjectNode();
    map.put("type", "object");
    ObjectNode kinds = map.putObject("properties");
    List<String> bare = new ArrayList<>();
    List<String> bareDocs = new ArrayList<>();
    for (String name : choice.names()) {
      ValueType.Body body = choice.find(name).orElseThrow();
      ObjectNode kind =
          reference(
              new Defined(body, false),
              stem(choice.type()) + "." + name,
              () -> section(body.record(), isEmptyAllowed(body)));
      describe(kind, doc(body.record()));
      kinds.set(name, kind);
      if (isEmptyAllowed(body)) {
        bare.add(name);
        bareDocs.add(doc(body.record()).orElse(""));
      }
    }
    map.put("additionalProperties", false).put("minProperties", 1);
    // next to properties, yaml-language-server would complete nothing in a map that is still empty
    map.putArray("allOf").addObject().put("maxProperties", 1);
    ObjectNode schema = MAPPER.createObjectNode();
    ArrayNode either = schema.putArray("anyOf");
    either.add(map);
    if (!bare.isEmpty()) {
      ObjectNode word = either.addObject().put("type", "string");
      bare.forEach(word.putArray("enum")::add);
      bareDocs.forEach(word.putArray("markdownEnumDescriptions")::add);
    }
    either.addObject().put("type", "string").put("pattern", VARIABLE);
    if (orNull) {
      either.addObject().put("type", "null");
    }
    return schema;
  }

  private static void words(ObjectNode either, ValueType.Word word, boolean orNull) {
    ObjectNode schema = either.putArray("anyOf").addObject();
    either.withArray("anyOf").addObject().put("type", "string").put("pattern", VARIABLE);
    types(schema, orNull, "string");
    ArrayNode words = schema.putArray("enum");
    word.words().forEach(words::add);
    if (orNull) {
      words.addNull();
    }
    List<Optional<String>> docs = word.constants().stream().map(JsonSchema::doc).toList();
    if (docs.stream().anyMatch(Optional::isPresent)) {
      ArrayNode texts = schema.putArray("markdownEnumDescriptions");
      docs.forEach(doc -> texts.add(doc.orElse("")));
    }
  }

  private static Optional<String> doc(Enum<?> constant) {
    try {
      return Optional.ofNullable(
              constant.getDeclaringClass().getField(constant.name()).getAnnotation(Doc.class))
          .map(Doc::value);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("an enum without its constant", e);
    }
  }

  private static void range(ObjectNode schema, ValueType.Whole whole) {
    if (whole.min() > Long.MIN_VALUE) {
      schema.put("minimum", whole.min());
    }
    if (whole.max() < Long.MAX_VALUE) {
      schema.put("maximum", whole.max());
    }
  }

  private static void range(ObjectNode schema, ValueType.Real real) {
    if (Double.isFinite(real.min())) {
      schema.put(real.above() ? "exclusiveMinimum" : "minimum", decimal(real.min()));
    }
    if (Double.isFinite(real.max())) {
      schema.put(real.below() ? "exclusiveMaximum" : "maximum", decimal(real.max()));
    }
  }

  private static BigDecimal decimal(double value) {
    return new BigDecimal(Shown.number(value));
  }

  private static void types(ObjectNode schema, boolean orNull, String... types) {
    List<String> all = new ArrayList<>(List.of(types));
    if (orNull) {
      all.add("null");
    }
    types(schema, all);
  }

  private static void types(ObjectNode schema, List<String> types) {
    if (types.size() == 1) {
      schema.put("type", types.get(0));
    } else {
      types.forEach(schema.putArray("type")::add);
    }
  }

  /** {@code early_stopping} for {@code EarlyStopping}, {@code data} for {@code DataSpec}. */
  private static String stem(Class<?> type) {
    String name = type.getSimpleName();
    return Section.snakeCase(name.endsWith("Spec") ? name.substring(0, name.length() - 4) : name);
  }

  /** A value as the core schema of YAML reads it. */
  private static JsonNode json(Node node) {
    if (node instanceof Node.Mapping mapping) {
      ObjectNode object = MAPPER.createObjectNode();
      mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
      return object;
    }
    if (node instanceof Node.Sequence sequence) {
      ArrayNode array = MAPPER.createArrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    String text = scalar.text();
    if (scalar.plain() && (CoreSchema.isTrue(text) || CoreSchema.isFalse(text))) {
      return MAPPER.getNodeFactory().booleanNode(CoreSchema.isTrue(text));
    }
    if (scalar.plain() && CoreSchema.isNumber(text)) {
      return MAPPER.getNodeFactory().numberNode(new BigDecimal(text));
    }
    return MAPPER.getNodeFactory().textNode(text);
  }
}
