package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSummaryTest {
  private static final String TEXTS =
      """
      {
        "rows" : {
          "training" : 70,
          "test" : 20
        },
        "vocabulary" : 3000000000,
        "cut" : {
          "training" : 0.0125,
          "test" : 0.0
        },
        "classes" : {
          "training" : {
            "good" : 40,
            "bad" : 30
          },
          "test" : {
            "good" : 20
          }
        }
      }
      """;

  private static final String SERIES =
      """
      {
        "parts" : {
          "training" : {
            "rows" : 96,
            "from" : "1949-01"
          }
        },
        "season" : 12,
        "past_covariates" : [ ],
        "calendar" : [ "month" ],
        "columns" : {
          "training" : {
            "scale" : "standard",
            "shift" : 5.30467
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void theFileIsAsItAlwaysWas() throws IOException {
    for (String written : List.of(TEXTS, SERIES)) {
      Path file = Files.writeString(folder.resolve("data.json"), written);

      DataSummary.read(file).orElseThrow().write(folder.resolve("again.json"));

      assertThat(folder.resolve("again.json")).hasContent(written);
    }
  }

  @Test
  void saysWhatDiffersByPartAndWhatDoesNot() throws IOException {
    DataSummary texts = read(TEXTS);

    assertThat(texts.parts()).containsExactly("training", "test");
    assertThat(texts.byPart())
        .containsExactly(
            new DataSummary.Row(
                "rows", Optional.empty(), List.of(Optional.of(70), Optional.of(20))),
            new DataSummary.Row(
                "cut", Optional.empty(), List.of(Optional.of(0.0125), Optional.of(0.0))),
            new DataSummary.Row(
                "classes", Optional.of("good"), List.of(Optional.of(40), Optional.of(20))),
            new DataSummary.Row(
                "classes", Optional.of("bad"), List.of(Optional.of(30), Optional.empty())));
    assertThat(texts.values()).isEqualTo(Map.of("vocabulary", 3_000_000_000L));
    assertThat(texts.tables()).isEmpty();
  }

  @Test
  void aColumnMayBeCalledAsAPart() throws IOException {
    DataSummary series = read(SERIES);

    assertThat(series.parts()).containsExactly("training");
    assertThat(series.byPart())
        .containsExactly(
            new DataSummary.Row("rows", Optional.empty(), List.of(Optional.of(96))),
            new DataSummary.Row("from", Optional.empty(), List.of(Optional.of("1949-01"))));
    assertThat(series.tables())
        .isEqualTo(
            Map.of("columns", Map.of("training", Map.of("scale", "standard", "shift", 5.30467))));
    assertThat(series.values().keySet()).containsExactly("season", "past_covariates", "calendar");
  }

  @Test
  void whatIsNoSummaryIsDamaged() {
    assertThatThrownBy(() -> read("[1, 2]"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(folder.resolve("data.json") + ": is damaged: ");
    assertThat(DataSummary.read(folder.resolve("missing.json"))).isEmpty();
  }

  private DataSummary read(String text) throws IOException {
    return DataSummary.read(Files.writeString(folder.resolve("data.json"), text)).orElseThrow();
  }
}
