package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What editors and readers are given is what the program does. */
class PublishedSchemaTest {
  private static final Path SCHEMA = Path.of("docs/sluice.schema.json");

  @Test
  void theCheckedInSchemaIsThatOfTheRecords() {
    Golden.assertMatches(JsonSchema.text(), SCHEMA);
  }

  @Test
  void theCheckedInReferenceIsThatOfTheRecords() {
    Golden.assertMatches(Reference.text(), Path.of("docs/config-reference.md"));
  }

  @Test
  void everyShippedConfigNamesTheSchemaInItsFirstLine() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String first = Files.readAllLines(file).get(0);

        assertThat(first).as(file.toString()).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1)).normalize())
            .isEqualTo(SCHEMA);
      }
    }
  }

  @Test
  void everyReferenceInTheSchemaLeadsSomewhere() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(JsonSchema.text());
    List<String> references = new ArrayList<>();
    schema.findValuesAsText("$ref", references);

    assertThat(references).hasSizeGreaterThan(50);
    assertThat(references)
        .allSatisfy(reference -> assertThat(schema.at(reference.substring(1)).isObject()).isTrue());
  }
}
