package dev.sluice.cli;

import dev.sluice.model.Bundle;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Predicts for new rows, which need no labels.",
      "",
      "Texts: every row with its class and probabilities behind it. Series: the values that come"
          + " after the last row."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice predict runs/reviews/latest --input new.csv --output said.csv",
      "  sluice predict runs/airline/latest --input - < passengers.csv"
    })
final class PredictCommand implements Runnable {
  private static final String STANDARD = "-";

  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The rows, in the format of the config's source; - for standard input.")
  private String input;

  @Option(
      names = "--output",
      defaultValue = STANDARD,
      paramLabel = "FILE",
      description = "The CSV file to write; - for standard output, the default.")
  private String output;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (!input.equals(STANDARD)) {
      requireTwoFiles();
      predict(Path.of(input));
      return;
    }
    Path copy = copyOfStandardInput();
    try {
      predict(copy);
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream()
              .map(p -> p.withLocation(p.location().replace(copy.toString(), "standard input")))
              .toList());
    } finally {
      copy.toFile().delete();
    }
  }

  private void predict(Path file) {
    Bundle bundle = Bundle.open(run);
    Predictor predictor = Predictor.of(bundle.pipeline(), bundle.network());
    Table rows = Sources.open(bundle.config().data().source().withPath(file)).read();
    if (output.equals(STANDARD)) {
      predictor.predict(rows, unclosed(terminal.out()));
    } else {
      AtomicFiles.writeFile(
          Path.of(output).toAbsolutePath(),
          unfinished -> predictor.predict(rows, Files.newBufferedWriter(unfinished)));
    }
  }

  private void requireTwoFiles() {
    if (!output.equals(STANDARD)
        && Path.of(input)
            .toAbsolutePath()
            .normalize()
            .equals(Path.of(output).toAbsolutePath().normalize())) {
      throw new UserException(
          Problem.inFile(output, "is both input and output", "write to another file"));
    }
  }

  private static Path copyOfStandardInput() {
    try {
      Path copy = Files.createTempFile("sluice-input-", ".csv");
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("cannot read standard input: " + e.getMessage(), e));
    }
  }

  /** Standard output must stay open. */
  private static Writer unclosed(Writer out) {
    return new FilterWriter(out) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
