package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CsvSourceProperties {
  @Provide
  Arbitrary<List<String>> values() {
    return Arbitraries.strings()
        .withChars('a', '\u00e9', '"', ',', ';', '\n', '\r', '\t', ' ', '\0')
        .ofMaxLength(6)
        .list()
        .ofSize(2);
  }

  @Property(tries = 100)
  void whatIsWrittenByTheRulesIsReadAgain(
      @ForAll("values") List<String> header,
      @ForAll @Size(min = 1, max = 6) List<@From("values") List<String>> rows)
      throws IOException {
    List<String> names = List.of("first " + header.get(0), "second " + header.get(1));
    Path file = Files.createTempFile("rows", ".csv");
    try {
      Files.writeString(
          file,
          encoded(names)
              + rows.stream().map(CsvSourceProperties::encoded).collect(Collectors.joining()));

      Table table = Sources.open(new SourceSpec.Csv(file, ",", Optional.empty())).read();

      assertThat(table.columns()).isEqualTo(names);
      assertThat(SourceContract.valuesOf(table)).isEqualTo(rows);
    } finally {
      Files.delete(file);
    }
  }

  /** RFC 4180: every value in quotes, each quote inside it twice. */
  private static String encoded(List<String> record) {
    return record.stream()
        .map(value -> '"' + value.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\r\n"));
  }
}
