package dev.sluice.serve;

import dev.sluice.input.InputColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A description of the API by OpenAPI 3.1, with the columns and classes of the models. */
final class OpenApi {
  private static final String PROBLEM = "Problem";
  private static final List<String> ANY_CELL = List.of("string", "number", "boolean", "null");

  private final Limits limits;
  private final Map<String, Object> paths = new LinkedHashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();

  private OpenApi(Limits limits) {
    this.limits = limits;
  }

  /**
   * @param tokens whether requests need a bearer token
   */
  static Map<String, Object> of(Collection<ServedModel> models, Limits limits, boolean tokens) {
    OpenApi api = new OpenApi(limits);
    api.schemas.put(PROBLEM, problem());
    api.paths.put(
        "/v1/models", Map.of("get", api.reading("list_models", "The models", "application/json")));
    models.forEach(api::add);
    api.paths.put(
        "/healthz",
        Map.of("get", api.reading("is_alive", "Whether the server runs", "application/json")));
    api.paths.put(
        "/readyz",
        Map.of("get", api.reading("is_ready", "Whether the models are ready", "application/json")));
    api.paths.put(
        "/metrics", Map.of("get", api.reading("metrics", "Metrics for Prometheus", "text/plain")));
    Map<String, Object> components = map("schemas", api.schemas);
    Map<String, Object> json =
        map(
            "openapi",
            "3.1.0",
            "info",
            map("title", "Models served by Sluice", "version", "1"),
            "paths",
            api.paths,
            "components",
            components);
    if (tokens) {
      components.put("securitySchemes", map("token", map("type", "http", "scheme", "bearer")));
      json.put("security", List.of(map("token", List.of())));
    }
    return json;
  }

  private void add(ServedModel model) {
    String name = model.name();
    schemas.put(name + "-row", row(model));
    schemas.put(
        name + "-prediction",
        model.exampleAnswer().isEmpty()
            ? map("type", "object")
            : shape(model.exampleAnswer().get(0)));
    paths.put(
        "/v1/models/" + name,
        map("get", reading("describe_" + name, "The model " + name, "application/json")));
    paths.put("/v1/models/" + name + "/predict", map("post", prediction(model)));
    if (model.actions().contains(Api.EXPLAIN)) {
      paths.put("/v1/models/" + name + "/explain", map("post", explanation(model)));
    }
    if (model.generator().isPresent()) {
      paths.put("/v1/models/" + name + "/generate", map("post", generation(name)));
    }
  }

  private Map<String, Object> prediction(ServedModel model) {
    String name = model.name();
    Map<String, Object> json = rows(model, limits.rows());
    Map<String, Object> answer =
        map(
            "schema",
            object(
                "model",
                map("type", "string"),
                "predictions",
                map("type", "array", "items", ref(name + "-prediction"))));
    if (!model.exampleAnswer().isEmpty()) {
      answer.put("example", map("model", name, "predictions", model.exampleAnswer()));
    }
    Map<String, Object> text = map("schema", map("type", "string"));
    return map(
        "operationId",
        "predict_" + name,
        "summary",
        "Predictions of the model " + name,
        "requestBody",
        requestBody(
            MediaType.JSON.toString(),
            json,
            MediaType.LINES.toString(),
            text,
            MediaType.CSV.toString(),
            map("schema", table(model))),
        "responses",
        responses(
            map(
                "description",
                "The predictions",
                "content",
                map(
                    MediaType.JSON.toString(),
                    answer,
                    MediaType.LINES.toString(),
                    text,
                    MediaType.CSV.toString(),
                    text))));
  }

  private static Map<String, Object> table(ServedModel model) {
    return map(
        "type",
        "string",
        "pattern",
        CsvPattern.of(model.input().reads()),
        "description",
        "A header with the names of the columns, and a line for each row. Columns in another order,"
            + " further columns, and semicolons, tabs or bars instead of commas are read as well.");
  }

  /** Rows in a body. */
  private static Map<String, Object> rows(ServedModel model, int most) {
    List<Map<String, Object>> bodies = new ArrayList<>();
    bodies.add(body("rows", ref(model.name() + "-row"), most));
    boolean texts = model.input().rowsOf(List.of("")).isPresent();
    if (texts) {
      bodies.add(body("texts", map("type", "string"), most));
    }
    return map(
        "schema",
        texts ? map("oneOf", bodies) : bodies.get(0),
        "example",
        map("rows", Rows.of(model.input())));
  }

  private Map<String, Object> explanation(ServedModel model) {
    Map<String, Object> number = map("type", List.of("number", "null"));
    Map<String, Object> text = map("type", "string");
    Map<String, Object> flag = map("type", "boolean");
    Map<String, Object> tokens =
        object("token", text, "seen", flag, "known", flag, "attribution", number);
    Map<String, Object> columns = object("column", text, "value", text, "attribution", number);
    Map<String, Object> each =
        object(
            "prediction",
            text,
            "explained",
            text,
            "log_odds",
            number,
            "baseline",
            number,
            "tokens",
            map("type", "array", "items", tokens),
            "columns",
            map("type", "array", "items", columns));
    return map(
        "operationId",
        "explain_" + model.name(),
        "summary",
        "How much the log-odds of the predicted class fall if a token is left out",
        "requestBody",
        requestBody(
            MediaType.JSON.toString(),
            rows(model, Math.min(limits.rows(), Explanations.MOST_ROWS))),
        "responses",
        responses(
            map(
                "description",
                "The explanations",
                "content",
                map(
                    MediaType.JSON.toString(),
                    map(
                        "schema",
                        object(
                            "model",
                            text,
                            "explanations",
                            map("type", "array", "items", each)))))));
  }

  /** A required body, by media type. */
  private static Map<String, Object> requestBody(Object... contents) {
    return map("required", true, "content", map(contents));
  }

  /** An object that has all of these properties. */
  private static Map<String, Object> object(Object... properties) {
    Map<String, Object> all = map(properties);
    return map("type", "object", "required", List.copyOf(all.keySet()), "properties", all);
  }

  private static Map<String, Object> generation(String name) {
    Map<String, Object> text = map("type", "string");
    Map<String, Object> whole = map("type", "integer", "minimum", 1, "maximum", 2_147_483_647);
    Map<String, Object> request =
        map(
            "type",
            "object",
            "additionalProperties",
            false,
            "properties",
            map(
                "prompt",
                text,
                "length",
                whole,
                "temperature",
                map("type", "number", "minimum", 0),
                "top_k",
                whole,
                "top_p",
                map("type", "number", "exclusiveMinimum", 0, "maximum", 1),
                "seed",
                map("type", "integer", "format", "int64")));
    return map(
        "operationId",
        "generate_" + name,
        "summary",
        "A text that the model " + name + " writes",
        "requestBody",
        requestBody(
            MediaType.JSON.toString(),
            map("schema", request, "example", map("prompt", "", "length", 20, "seed", 1))),
        "responses",
        responses(
            map(
                "description",
                "The text, or events, token by token",
                "content",
                map(
                    MediaType.JSON.toString(),
                    map("schema", object("model", text, "text", text)),
                    "text/event-stream",
                    map("schema", text)))));
  }

  private static Map<String, Object> body(String key, Map<String, Object> items, int most) {
    return map(
        "type",
        "object",
        "required",
        List.of(key),
        "additionalProperties",
        false,
        "properties",
        map(key, map("type", "array", "minItems", 1, "maxItems", most, "items", items)));
  }

  private Map<String, Object> reading(String id, String summary, String type) {
    return map(
        "operationId",
        id,
        "summary",
        summary,
        "responses",
        responses(
            map(
                "description",
                summary,
                "content",
                map(
                    type,
                    map("schema", map("type", type.equals("text/plain") ? "string" : "object"))))));
  }

  private static Map<String, Object> responses(Map<String, Object> done) {
    return map(
        "200",
        done,
        "default",
        map(
            "description",
            "The reason of an error (RFC 9457)",
            "content",
            map("application/problem+json", map("schema", ref(PROBLEM)))));
  }

  private static Map<String, Object> row(ServedModel model) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (InputColumn column : model.input().reads()) {
      properties.put(column.name(), cell(column));
      if (column.required()) {
        required.add(column.name());
      }
    }
    return map(
        "type",
        "object",
        "properties",
        properties,
        "required",
        required,
        "additionalProperties",
        map("type", ANY_CELL));
  }

  private static Map<String, Object> cell(InputColumn column) {
    return switch (column.holds()) {
      case TEXT -> map("type", "string");
      case WORDS ->
          map(
              "type",
              List.of("string", "array"),
              "items",
              map("type", "string", "pattern", "^\\S+$"));
      case IDS ->
          map(
              "type",
              List.of("string", "array"),
              "items",
              map("type", "integer", "minimum", 1, "maximum", 999_999_999));
      case NUMBER -> map("type", List.of("number", "string", "null"));
      case TIME, NAME -> map("type", List.of("string", "number"));
    };
  }

  /** The schema of values like the given one. */
  private static Map<String, Object> shape(Object value) {
    if (value instanceof Map<?, ?> fields) {
      Map<String, Object> properties = new LinkedHashMap<>();
      fields.forEach((key, field) -> properties.put(key.toString(), shape(field)));
      return map(
          "type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
    if (value instanceof List<?> items) {
      return items.isEmpty()
          ? map("type", "array")
          : map("type", "array", "items", shape(items.get(0)));
    }
    return value instanceof Number
        ? map("type", List.of("number", "null"))
        : value instanceof String ? map("type", "string") : map();
  }

  private static Map<String, Object> problem() {
    Map<String, Object> text = map("type", "string");
    Map<String, Object> place = map("type", "integer", "minimum", 1);
    return map(
        "type",
        "object",
        "required",
        List.of("type", "title", "status", "detail"),
        "properties",
        map(
            "type",
            text,
            "title",
            text,
            "status",
            map("type", "integer"),
            "detail",
            text,
            "problems",
            map(
                "type",
                "array",
                "items",
                map(
                    "type",
                    "object",
                    "required",
                    List.of("detail"),
                    "properties",
                    map(
                        "row", place, "line", place, "column", text, "key", text, "detail", text,
                        "remedy", text)))));
  }

  private static Map<String, Object> ref(String schema) {
    return map("$ref", "#/components/schemas/" + schema);
  }

  /** Keys and values alternate. */
  private static Map<String, Object> map(Object... all) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      map.put((String) all[i], all[i + 1]);
    }
    return map;
  }
}
