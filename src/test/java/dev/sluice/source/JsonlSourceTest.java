package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSourceTest implements TextSourceContract {
  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new SourceSpec.Jsonl(file, Optional.empty(), Limits.USUAL);
  }

  private static SourceSpec spec(Path file, String... columns) {
    return new SourceSpec.Jsonl(file, Optional.of(List.of(columns)), Limits.USUAL);
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of("part", "the text"),
        List.of("a", "ein Öl, \u0130stanbul \uD83D\uDE00"),
        List.of("b", "two\nlines"),
        List.of("", " \"spaces\" stay "));
  }

  @Override
  public byte[] encoded(List<List<String>> records) {
    StringBuilder text = new StringBuilder();
    for (List<String> record : records.subList(1, records.size())) {
      Map<String, String> object = new LinkedHashMap<>();
      for (int i = 0; i < record.size(); i++) {
        object.put(records.get(0).get(i), record.get(i));
      }
      try {
        text.append(new ObjectMapper().writeValueAsString(object)).append("\n");
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.jsonl"), text);
  }

  @Test
  void columnsAreTheKeysInTheOrderInWhichTheyAreSeen() throws IOException {
    Path file = file("{\"b\": 1}\n\n{\"a\": null, \"b\": \"x\"}\n{\"c\": true, \"a\": \"\"}\n \n");

    Table table = Sources.open(spec(file)).read();

    assertThat(table.columns()).containsExactly("b", "a", "c");
    assertThat(SourceContract.valuesOf(table))
        .containsExactly(List.of("1", "", ""), List.of("x", "", ""), List.of("", "", "true"));
    assertThat(table.line(2)).isEqualTo(4);
  }

  @Test
  void numbersStayAsTheyAreWritten() throws IOException {
    Path file =
        file("{\"a\": 1.50, \"b\": 12345678901234567890, \"c\": -1E+2, \"d\": NaN, \"e\": \"07\"}");

    assertThat(SourceContract.valuesOf(Sources.open(spec(file)).read()))
        .containsExactly(List.of("1.50", "12345678901234567890", "-1E+2", "NaN", "07"));
  }

  @Test
  void anArrayIsItsItemsWithSpacesAndAnObjectHasDottedKeys() throws IOException {
    Path file =
        file("{\"ids\": [1, 22, 3.0], \"x\": {\"words\": [\"a\", \"b\"], \"y\": {\"z\": []}}}");

    Table table = Sources.open(spec(file)).read();

    assertThat(table.columns()).containsExactly("ids", "x.words", "x.y.z");
    assertThat(SourceContract.valuesOf(table)).containsExactly(List.of("1 22 3.0", "a b", ""));
  }

  @Test
  void namedColumnsAreReadAndNoOthers() throws IOException {
    Path file = file("{\"id\": 1, \"label\": \"x\", \"text\": \"a\", \"deep\": {\"b\": 2}}\n");

    assertThat(Sources.open(spec(file, "deep.b", "text", "label")).read().columns())
        .containsExactly("deep.b", "text", "label");
    assertThat(SourceContract.valuesOf(Sources.open(spec(file, "text", "unknown")).read()))
        .containsExactly(List.of("a"));
    assertThatThrownBy(() -> Sources.open(spec(file, "txt")).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.source.jsonl.columns: no object of %s has a key 'txt'\n".formatted(file)
                + "    did you mean 'text'?  keys: id, label, text, deep.b");
  }

  @Test
  void whatIsInKeysThatAreNotReadMayBeAnything() throws IOException {
    Path file = file("{\"spans\": [{\"start\": 0}, [\"a b\"]], \"text\": \"a\"}\n");

    assertThat(SourceContract.valuesOf(Sources.open(spec(file, "text")).read()))
        .containsExactly(List.of("a"));
    assertThatThrownBy(() -> Sources.open(spec(file, "txt")).read())
        .hasMessageContaining("did you mean 'text'?  keys: spans, text");
  }

  @Test
  void namesTheLinesThatAreNoRows() throws IOException {
    String mend =
        "\n    write one object per line, as jq -c '.[]' does with an array of objects, and jq -c . with objects of several lines; a value is a number or text, or an array of them: to leave out other keys, name those to read under columns (--columns of init)";
    String[][] faults = {
      {"[{\"a\": 1}]", ":1: is an array, expected an object"},
      {"3", ":1: is a single value, expected an object"},
      {"{\"a\": 1}\n{\n", ":2: ends within an object"},
      {"{\"a\": 1} {\"a\": 2}", ":1: has text after its object"},
      {"{\"a\": 1, \"a\": 2}", ":1: is not JSON at character 13: Duplicate field 'a'"},
      {"{\"a\": {\"b\": 1}, \"a.b\": 2}", ":1: has two values for 'a.b'"},
      {"{\"\": 1}", ":1: has a value without a name"},
      {
        "{\"a\": [\"x y\"]}",
        ":1: 'a' is an array of texts that cannot be joined by spaces: one has white space in it"
      },
      {
        "{\"a\": [\"\"]}",
        ":1: 'a' is an array of texts that cannot be joined by spaces: one is empty"
      },
      {"{\"a\": [[1]]}", ":1: 'a' is an array with an array in it, expected numbers or words"},
      {"{\"a\": [null]}", ":1: 'a' is an array with null in it, expected numbers or words"},
    };
    for (String[] fault : faults) {
      Path file = file(fault[0]);

      assertThatThrownBy(() -> Sources.open(spec(file)).read())
          .isInstanceOf(UserException.class)
          .hasMessage(file + fault[1] + mend);
    }
  }

  @Test
  void refusesMoreKeysAndLongerValuesThanTheLimits() throws IOException {
    Path file = file("{\"a\": 1, \"b\": 1}\n{\"c\": 1}\n{\"a\": \"123456\"}\n");
    Limits limits = new Limits(100, 5, 2, 2);

    assertThatThrownBy(
            () -> Sources.open(new SourceSpec.Jsonl(file, Optional.empty(), limits)).read())
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":2: has more than 2 different keys; the last is 'c'\n"
                + "    list those that you need under columns, or raise data.source.jsonl.limits.columns");
    assertThatThrownBy(
            () ->
                Sources.open(new SourceSpec.Jsonl(file, Optional.of(List.of("a")), limits)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":3: value 1 has more than 5 characters\n");
  }
}
