package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.network.ChildJvm;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter err = new StringWriter();
  private final Main main =
      new Main(Terminal.plain(new PrintWriter(new StringWriter()), new PrintWriter(err, true)));

  @Test
  void printsEveryProblemOfAUsersMistakeAndTheirNumber() {
    int exit =
        main.failed(
            new UserException(
                List.of(
                    Problem.inFile("a.csv", 3, "no number", "advice the row"),
                    Problem.inFile("a.csv", 4, "no number", ""))));

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            a.csv:3: no number
                advice the row
            a.csv:4: no number
            2 problems
            """);
  }

  @Test
  void saysWhatToLowerWhenMemoryIsWanting() {
    int exit =
        main.failed(
            new RuntimeException(
                "wrapped", new OutOfMemoryError("Physical memory usage is too high")));

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("sluice: out of memory: Physical memory usage is too high")
        .contains("training.batch_size", "data.input.text.max_length", "data.input.series.lookback")
        .doesNotContain("\tat ");
  }

  @Test
  void blamesAFileThatCannotBeWrittenOnTheMachine() {
    int exit = main.failed(new IOException("No space left on device"));

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).isEqualToNormalizingNewlines("sluice: No space left on device\n");
  }

  @Test
  void whatAReaderDidNotWantIsNoFailureToTellOf() throws Exception {
    Process schema =
        new ProcessBuilder(
                ChildJvm.java(
                    "-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main", "schema"))
            .start();
    schema.getInputStream().close(); // as `| head -0` does; the schema is longer than a pipe holds

    assertThat(schema.waitFor()).isEqualTo(141);
    assertThat(schema.getErrorStream()).isEmpty();
  }

  @Test
  void standardOutputThatIsLostIsAFailure() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    int exit =
        new Main(Terminal.plain(new PrintWriter(full), new PrintWriter(err, true))).run("schema");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("sluice: cannot write all of standard output\n");
  }

  @Test
  void saysWhyStandardOutputCannotBeWritten() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    StringWriter err = new StringWriter();

    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      PrintWriter out = Terminal.writer(full.getFD(), StandardCharsets.UTF_8);
      assertThat(new Main(Terminal.plain(out, new PrintWriter(err, true))).run("schema"))
          .isEqualTo(1);
    }

    assertThat(err.toString())
        .startsWith("sluice: cannot write all of standard output: ")
        .contains("space");
  }

  @Test
  void namesWhatIsWrongWithAFileThatJavaOnlyNames() {
    main.failed(new NoSuchFileException("runs/x/history.jsonl"));

    assertThat(err.toString())
        .isEqualToNormalizingNewlines("sluice: NoSuchFileException: runs/x/history.jsonl\n");
  }

  @Test
  void callsEverythingElseABugAndShowsWhereItHappened() {
    int exit = main.failed(new IllegalStateException("two kinds named lstm"));

    assertThat(exit).isEqualTo(70);
    assertThat(err.toString())
        .contains("IllegalStateException: two kinds named lstm", "\tat ", "This is a bug in Sluice")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void suggestsTheCommandOrOptionThatWasProbablyMeant() {
    assertThat(CommandLineRun.of("chek"))
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                """
                sluice: unknown command 'chek'
                    did you mean 'check'?
                    see sluice --help
                """));
    assertThat(CommandLineRun.of("check", "--jsn", "a.yaml").err())
        .isEqualTo(
            """
            sluice check: unknown option '--jsn'
                did you mean '--json'?
                see sluice check --help
            """);
    assertThat(CommandLineRun.of("check", "a.yaml", "b.yaml").err())
        .isEqualTo(
            """
            sluice check: unknown argument 'b.yaml'
                see sluice check --help
            """);
    assertThat(CommandLineRun.of("check"))
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                """
                sluice check: missing required parameter: 'CONFIG'
                    see sluice check --help
                """));
  }
}
