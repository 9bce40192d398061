package dev.sluice.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.input.InputColumn;
import dev.sluice.input.InputColumn.Holds;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CsvPatternTest {
  @Test
  void holdsForAHeaderAndRowsAsRfc4180WritesThem() {
    Pattern pattern =
        Pattern.compile(
            CsvPattern.of(
                List.of(
                    InputColumn.of("the text", Holds.TEXT),
                    InputColumn.of("price ($)", Holds.NUMBER),
                    new InputColumn("sold", Holds.NUMBER, false, ","))));
    String header = "the text,\"price ($)\",sold";

    assertThat(header + "\n\"a \"\"b\"\", c\",-1.5,\n").matches(pattern);
    assertThat(header + "\r\n\"\",12,\"3,25\"\r\n\"two\nlines\",0,").matches(pattern);
    assertThat(List.of("", header, header + "\n", "other\n\"a\"", header + "\n\"a\",b,"))
        .noneMatch(table -> pattern.matcher(table).matches());
  }

  @Test
  void quotesNamesOfColumnsThatNeedIt() {
    assertThat(CsvPattern.of(List.of(InputColumn.of("a,\"b", Holds.WORDS))))
        .startsWith("^\"a,\"\"b\"(");
    assertThat(CsvPattern.of(List.of(InputColumn.of("größe_2", Holds.IDS))))
        .startsWith("^größe_2(");
  }
}
