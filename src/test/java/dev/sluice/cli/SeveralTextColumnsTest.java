package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.predict.Predictor;
import dev.sluice.source.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Title and body, from the file to predictions of new rows. */
class SeveralTextColumnsTest {
  @TempDir Path folder;

  @Test
  void areTrainedScoredAndPredicted() throws IOException {
    List<String> lines = new ArrayList<>(List.of("the title,body,kind"));
    for (int i = 0; i < 60; i++) {
      boolean spam = i % 2 == 0;
      lines.add(
          "%s %s,%s,%s"
              .formatted(
                  i % 4 < 2 ? (spam ? "free offer" : "weekly meeting") : "hello",
                  i,
                  i % 4 < 2 ? "" : (spam ? "win money now" : "see you at noon"),
                  spam ? "spam" : "ham"));
    }
    Path rows = Files.writeString(folder.resolve("mails.csv"), String.join("\r\n", lines));
    Path config =
        Files.writeString(
            folder.resolve("mails.yaml"),
            """
            name: mails
            data:
              source: {csv: {path: mails.csv}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {text: {columns: [the title, body], max_length: 8}}
              target: {class: {column: kind}}
            network: [{embedding: {size: 4}}, {lstm: {units: 4}}]
            training: {epochs: 8, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """);
    Path run = folder.resolve("run");

    CommandLineRun check = CommandLineRun.of("check", config.toString());
    CommandLineRun describe = CommandLineRun.of("describe", config.toString());
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    CommandLineRun text = CommandLineRun.of("predict", run.toString(), "free offer");
    CommandLineRun predict =
        CommandLineRun.of("predict", run.toString(), "--input", rows.toString());
    Path bodies = Files.writeString(folder.resolve("new.csv"), "the titel,body\nhello,win money\n");
    CommandLineRun missing =
        CommandLineRun.of("predict", run.toString(), "--input", bodies.toString());
    CommandLineRun evaluate =
        CommandLineRun.of("evaluate", run.toString(), "--data", bodies.toString());

    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("<sep>");
    assertThat(describe.exit()).isZero();
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(run.resolve("report.html")).exists();
    assertThat(text.exit()).isEqualTo(2);
    assertThat(text.err())
        .contains("takes rows with the columns the title, body, not texts")
        .contains("give a file of rows: --input FILE");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines()).hasSize(61);
    for (CommandLineRun refused : List.of(missing, evaluate)) {
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err())
          .contains("new.csv: has no column 'the title'")
          .contains("did you mean 'the titel'?  columns: the titel, body");
    }
    try (Predictor predictor = Predictor.load(run)) {
      Table mails =
          Table.of(
              List.of("the title", "body"),
              List.of(List.of("", "win money now"), List.of("weekly meeting", "")));

      assertThat(predictor.classify(mails)).extracting("label").containsExactly("spam", "ham");
      assertThatThrownBy(() -> predictor.classify("win money now"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this model takes rows with the columns the title, body, not texts");
    }
  }
}
