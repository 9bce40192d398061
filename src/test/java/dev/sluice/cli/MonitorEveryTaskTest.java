package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is watched of each input and of each target. */
class MonitorEveryTaskTest {
  private static final List<String> TOKENS =
      List.of("input length in tokens", "input share of unknown tokens");

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    List<String> rows = new ArrayList<>(List.of("t0,t1,id,words,tags,ids,other,kind,number"));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      rows.add(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,s%s,w%s x w%s,A B A,1 %s 5,y w%s,%s,%s",
              Math.sin(i),
              Math.cos(i),
              i / 3,
              i % 4,
              i % 3,
              4 + i % 5,
              i % 4,
              i / 3 % 2 == 0 ? "up" : "down",
              i));
      names.append("van%s B-name\nhill I-name\nis O\n\n".formatted(i % 4));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    Files.writeString(folder.resolve("names.conll"), names);
    Files.writeString(folder.resolve("book.txt"), "the cat sat on the mat.\n".repeat(40));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rows.csv | csv: {path: rows.csv} | text: {column: words} | number: {columns: [number]}"
            + " | {embedding: {size: 3}}, {lstm: {units: 3}}"
            + " | tokens, prediction predicted 'number', error residual of 'number'",
        "rows.csv | csv: {path: rows.csv} | sequence: {wide: {columns: [t0, t1]}}"
            + " | class: {column: kind} | {lstm: {units: 3}}"
            + " | input mean of 'value', prediction predicted class, prediction confidence,"
            + " error accuracy, error actual class",
        "rows.csv | csv: {path: rows.csv} | sequence: {long: {by: id, columns: [t0, t1]}}"
            + " | class: {column: kind} | {gru: {units: 3}}"
            + " | input length in steps, input mean of 't0', input mean of 't1', prediction predicted class,"
            + " prediction confidence, error accuracy, error actual class",
        "rows.csv | csv: {path: rows.csv} | ids: {column: ids} | class: {column: kind}"
            + " | {embedding: {size: 3}}, {gru: {units: 3}} | tokens, prediction predicted class,"
            + " prediction confidence, error accuracy, error actual class",
        "rows.csv | csv: {path: rows.csv} | text: {column: words}"
            + " | labels: {column: other, separator: \" \"} | {embedding: {size: 3}}, {gru: {units: 3}}"
            + " | tokens, prediction predicted labels, prediction labels of a row,"
            + " error wrong labels of a row",
        "rows.csv | csv: {path: rows.csv} | text: {column: words, features: {numbers: [number],"
            + " categories: [ids], min_count: 2}} | class: {column: kind}"
            + " | {embedding: {size: 3}}, {lstm: {units: 3}}, {dense: {units: 3}}"
            + " | tokens, input 'number', input missing of 'number', input 'ids',"
            + " prediction predicted class, prediction confidence, error accuracy, error actual class",
        "names.conll | conll: {path: names.conll, columns: [word, tag]} | tokens: {column: word}"
            + " | tags: {column: tag} | {embedding: {size: 3}}, {simple_rnn: {units: 3}}"
            + " | tokens, prediction share of tag 'B-name', prediction share of tag 'I-name',"
            + " prediction share of tag 'O', prediction confidence, error share of right tags",
        "book.txt | lines: {path: book.txt} | text: {tokenizer: {characters: {}}} | next: {}"
            + " | {embedding: {size: 3}}, {gru: {units: 3}}"
            + " | tokens, prediction log probability of a token",
        "rows.csv | csv: {path: rows.csv} | text: {column: words} | text: {column: other}"
            + " | {encoder: [{embedding: {size: 3}}, {gru: {units: 3}}], decoder: [{gru: {units: 3}}]}"
            + " | tokens",
      })
  void looksAtInputAnswersAndErrors(
      String rows, String source, String input, String target, String network, String watched)
      throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("task.yaml"),
            """
            name: task
            data:
              source: {%s}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {%s}
              target: {%s}
            network: %s
            training: {epochs: 1, batch_size: 8}
            evaluation: {baselines: []}
            """
                .formatted(
                    source,
                    input,
                    target,
                    network.startsWith("{encoder") ? network : "[" + network + "]"));
    Path run = folder.resolve("run");
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    assertThat(train.exit()).as(train.err()).isZero();

    CommandLineRun monitor =
        CommandLineRun.of(
            "monitor", run.toString(), "--input", folder.resolve(rows).toString(), "--json");

    assertThat(monitor.exit()).as(monitor.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(monitor.out());
    List<String> checks = new ArrayList<>();
    report
        .path("checks")
        .forEach(
            check -> checks.add(check.path("of").asText() + " " + check.path("name").asText()));
    List<String> expected = new ArrayList<>();
    for (String name : watched.split(", ")) {
      expected.addAll(name.equals("tokens") ? TOKENS : List.of(name));
    }
    assertThat(checks).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(report.path("remarks").toString()).doesNotContain("not compared");
  }
}
