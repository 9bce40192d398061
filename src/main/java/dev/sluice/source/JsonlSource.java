package dev.sluice.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads JSON lines: a line is an object, a key a column. A key of a nested object is {@code
 * outer.inner}; an array of numbers, words or both becomes its items separated by spaces.
 */
final class JsonlSource implements Source {
  private static final String LIMITS = "data.source.jsonl.limits";

  /** Names and strings may be as long as our own limits allow. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // NaN, as Python writes it
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int LISTED = 20;

  private final SourceSpec.Jsonl spec;

  JsonlSource(SourceSpec.Jsonl spec) {
    this.spec = spec;
  }

  /** Reads the whole file: any line may add another key. */
  @Override
  public List<String> columns() {
    return read().columns();
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    return new TextFile(spec.path(), spec.limits(), LIMITS)
        .read("", characters -> new Objects().read(characters, most));
  }

  /** Why a line of JSON is not a row. */
  private static final class NoRow extends Exception {
    private static final long serialVersionUID = 1L;

    NoRow(String what) {
      super(what);
    }
  }

  /** The objects so far. */
  private final class Objects {
    private final Map<String, Integer> indexOf = new LinkedHashMap<>(); // of the keys seen
    private final Set<String> others = new LinkedHashSet<>(); // some keys that are no columns
    private final List<String[]> rows =
        new ArrayList<>(); // shorter than later ones; null: no value
    private final List<Long> lines = new ArrayList<>();
    private final RowProblems refused = new RowProblems(spec.path().toString());
    private final ValueLimits limits = new ValueLimits(spec.path(), spec.limits(), LIMITS);

    Table read(BufferedReader characters, int most) throws IOException {
      long number = 1;
      for (String line = characters.readLine();
          line != null && rows.size() < most;
          line = characters.readLine(), number++) {
        if (!line.isBlank()) {
          add(number, line);
        }
      }
      if (!refused.isEmpty()) {
        throw new UserException(
            refused.problems(
                "write one object per line, as jq -c '.[]' does with an array of objects, and jq -c"
                    + " . with objects of several lines; a value is a number or text, or an array of"
                    + " them: to leave out other keys, name those to read under columns (--columns of"
                    + " init)"));
      }
      return table();
    }

    private void add(long number, String line) {
      try {
        Map<String, String> values = values(line);
        String[] row = new String[indexOf.size()];
        for (Map.Entry<String, String> value : values.entrySet()) {
          if (!isWanted(value.getKey())) {
            if (others.size() < LISTED) {
              others.add(value.getKey());
            }
            continue;
          }
          int index = indexOf.computeIfAbsent(value.getKey(), key -> indexOf.size());
          if (index >= spec.limits().columns()) {
            throw new UserException(
                Problem.inFile(
                    spec.path(),
                    number,
                    "has more than %s different keys; the last is '%s'"
                        .formatted(spec.limits().columns(), value.getKey()),
                    "list those that you need under columns, or raise " + LIMITS + ".columns"));
          }
          limits.check(number, index, value.getValue().length());
          if (index >= row.length) {
            row = Arrays.copyOf(row, index + values.size());
          }
          row[index] = value.getValue();
        }
        rows.add(row);
        lines.add(number);
      } catch (JsonEOFException e) {
        refused.add(number, "ends within an object");
      } catch (JsonProcessingException e) {
        refused.add(
            number,
            "is not JSON at character %s: %s"
                .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()));
      } catch (NoRow e) {
        refused.add(number, e.getMessage());
      } catch (IOException e) {
        throw new AssertionError("a string is read", e);
      }
    }

    private Map<String, String> values(String line) throws IOException, NoRow {
      Map<String, String> values = new LinkedHashMap<>();
      try (JsonParser json = JSON.createParser(line)) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw new NoRow(
              json.currentToken() == JsonToken.START_ARRAY
                  ? "is an array, expected an object"
                  : "is a single value, expected an object");
        }
        object(json, "", values);
        if (json.nextToken() != null) {
          throw new NoRow("has text after its object");
        }
      }
      return values;
    }

    private void object(JsonParser json, String before, Map<String, String> values)
        throws IOException, NoRow {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = before + json.currentName();
        if (json.currentName().isBlank()) {
          throw new NoRow("has a value without a name");
        }
        if (json.nextToken() == JsonToken.START_OBJECT) {
          object(json, key + ".", values);
          continue;
        }
        if (json.currentToken() == JsonToken.START_ARRAY && !isWanted(key)) {
          json.skipChildren();
          values.put(key, "");
          continue;
        }
        String value =
            switch (json.currentToken()) {
              case START_ARRAY -> array(json, key);
              case VALUE_NULL -> "";
              default -> json.getText();
            };
        if (values.putIfAbsent(key, value) != null) {
          throw new NoRow("has two values for '%s'".formatted(key));
        }
      }
    }

    private boolean isWanted(String key) {
      return spec.columns().map(columns -> columns.contains(key)).orElse(true);
    }

    private String array(JsonParser json, String key) throws IOException, NoRow {
      StringBuilder items = new StringBuilder();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        JsonToken item = json.currentToken();
        if (!item.isScalarValue() || item == JsonToken.VALUE_NULL) {
          throw new NoRow(
              "'%s' is an array with %s in it, expected numbers or words"
                  .formatted(
                      key,
                      item == JsonToken.START_ARRAY
                          ? "an array"
                          : item == JsonToken.START_OBJECT ? "an object" : "null"));
        }
        String text = json.getText();
        if (text.isEmpty() || text.chars().anyMatch(Character::isWhitespace)) {
          throw new NoRow(
              "'%s' is an array of texts that cannot be joined by spaces: %s"
                  .formatted(key, text.isEmpty() ? "one is empty" : "one has white space in it"));
        }
        items.append(items.isEmpty() ? "" : " ").append(text);
      }
      return items.toString();
    }

    /** New rows may lack the named columns whose values are not known yet. */
    private Table table() {
      List<String> columns =
          spec.columns()
              .map(named -> named.stream().filter(indexOf::containsKey).toList())
              .orElse(List.copyOf(indexOf.keySet()));
      if (!rows.isEmpty() && columns.isEmpty()) {
        throw new UserException(noColumn());
      }
      int[] indices = columns.stream().mapToInt(indexOf::get).toArray();
      RowList table = new RowList(spec.path(), columns);
      for (int i = 0; i < rows.size(); i++) {
        String[] row = rows.set(i, null);
        table.add(
            lines.get(i),
            IntStream.of(indices)
                .mapToObj(index -> index < row.length && row[index] != null ? row[index] : "")
                .toArray(String[]::new));
      }
      return table.table("", "no object");
    }

    private Problem noColumn() {
      if (spec.columns().isEmpty()) {
        return Problem.inFile(spec.path(), "has objects without any key", "");
      }
      String named = spec.columns().get().get(0);
      return Problem.atKey(
          "data.source.jsonl.columns",
          "no object of %s has a key '%s'".formatted(spec.path(), named),
          NearNames.nearest(named, others).map("did you mean '%s'?  "::formatted).orElse("")
              + "keys: "
              + String.join(", ", others));
    }
  }

  /** Opens {@link SourceSpec.Jsonl}. */
  public static final class Factory implements SourceFactory<SourceSpec.Jsonl> {
    @Override
    public Class<SourceSpec.Jsonl> spec() {
      return SourceSpec.Jsonl.class;
    }

    @Override
    public Source open(SourceSpec.Jsonl spec) {
      return new JsonlSource(spec);
    }
  }
}
