package dev.sluice.cli;

import dev.sluice.frame.Template;
import dev.sluice.input.FittedInput;
import dev.sluice.model.Bundle;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.CsvTable;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Predicts for new rows, which need no labels.",
      "",
      "Series: writes forecasts for the times after the last row. All others: writes every row, or"
          + " sequence of rows, followed by its prediction; texts can also be given on the command"
          + " line.",
      "",
      "A forecast with future_covariates, columns known ahead, reads their values from rows after"
          + " the last known one, in which the targets are empty. --template writes these rows for"
          + " you to fill in."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice predict runs/reviews/latest \"A film to fall asleep in.\"",
      "  sluice predict runs/reviews/latest --input new.csv --output predictions.csv",
      "  sluice predict runs/airline/latest --input - < passengers.csv",
      "  sluice predict runs/sales/latest --template --input sales.csv --output next.csv"
    })
final class PredictCommand implements Runnable {
  private static final String STANDARD = "-";

  private final Terminal terminal;
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Parameters(
      index = "1..*",
      paramLabel = "TEXT",
      description = "Texts to classify or translate; -- before one that begins with a dash.")
  private List<String> texts = List.of();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "The rows: CSV, TSV, JSON lines or the format of the training rows; - for standard"
              + " input.")
  private String input;

  @Option(
      names = "--output",
      defaultValue = STANDARD,
      paramLabel = "FILE",
      description = "The CSV file to write; - for standard output, the default.")
  private String output;

  @Mixin private ForceOption force;

  @Option(
      names = "--safe-csv",
      description =
          "Put an apostrophe before values that a spreadsheet would run as a formula: those that"
              + " start with = + - @, a tab or a carriage return, except numbers.")
  private boolean safeCsv;

  @Option(
      names = "--template",
      description =
          "Write the last known rows of --input and those to forecast, with empty fields to fill"
              + " in; the file is then the --input of a forecast. Without --input: the rows of the"
              + " data that the model was trained on.")
  private boolean template;

  @Option(
      names = "--alignment",
      description =
          "For a model that writes texts with attention: add a column with the source token with"
              + " the largest attention weight, and that weight, for each written token, as JSON.")
  private boolean alignment;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (template && !texts.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--template writes rows, and takes no TEXT");
    }
    if (!template && (input == null) == texts.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "give one or more TEXTs, or a file of rows with --input");
    }
    if (!output.equals(STANDARD)) {
      force.require(Path.of(output), Optional.ofNullable(input).map(Path::of));
    }
    if (!texts.isEmpty()) {
      predictTexts();
    } else if (input == null) {
      try (Bundle bundle = Bundle.open(run)) {
        writeTemplate(bundle, trainedOn(bundle.config().data()));
      }
    } else {
      StandardInput.orFile(
          Path.of(input),
          file -> {
            predictFile(file);
            return null;
          });
    }
  }

  private void predictTexts() {
    TextArguments.requireNoFiles(texts);
    Bundle bundle = Bundle.open(run);
    FittedInput input = bundle.pipeline().input();
    Table rows =
        input
            .rowsOf(texts)
            .orElseThrow(
                () ->
                    new UserException(
                        Problem.inFile(
                            run, "takes " + input.takes(), "give a file of rows: --input FILE")));
    predict(bundle, rows);
  }

  private void predictFile(Path file) {
    try (Bundle bundle = Bundle.open(run)) {
      Table rows = Sources.newRows(bundle.config().data().source(), file);
      if (template) {
        writeTemplate(bundle, List.of(rows));
      } else {
        predict(bundle, rows);
      }
    }
  }

  /** The files of the source and those of later parts. */
  private static List<Table> trainedOn(DataSpec data) {
    List<Path> files = new ArrayList<>(List.of(data.source().path()));
    files.addAll(data.split().files());
    List<Problem> gone =
        files.stream()
            .filter(file -> !Files.exists(file))
            .map(
                file ->
                    Problem.inFile(
                        file,
                        "no longer exists: the model was trained on it",
                        "give a file that ends with the last known rows: --input FILE"))
            .toList();
    if (!gone.isEmpty()) {
      throw new UserException(gone);
    }
    List<Table> tables = new ArrayList<>(List.of(Sources.open(data.source()).read()));
    data.split().files().forEach(file -> tables.add(Sources.newRows(data.source(), file)));
    return tables;
  }

  private void writeTemplate(Bundle bundle, List<Table> rows) {
    Template filled =
        bundle
            .pipeline()
            .input()
            .template(rows)
            .orElseThrow(
                () ->
                    new UserException(
                        Problem.inFile(
                            run,
                            "needs no values known ahead",
                            "predict from the rows as they are: --input FILE, without"
                                + " --template")));
    String separator = bundle.config().data().source().separator().orElse(",");
    writeOutput(
        out -> {
          try (CsvTable csv = new CsvTable(out, separator, safeCsv)) {
            csv.row(filled.rows().columns());
            for (int row = 0; row < filled.rows().size(); row++) {
              csv.row(filled.rows().row(row));
            }
          }
        });
    terminal.err().println("fill in " + filled.toFillIn());
  }

  private void predict(Bundle bundle, Table rows) {
    if (alignment && !bundle.config().network().attends()) {
      throw new UserException(
          Problem.inFile(run, "has no decoder with attention", "leave out --alignment"));
    }
    try (Predictor predictor = Predictor.of(bundle.pipeline(), bundle.network())) {
      writeOutput(out -> write(predictor, rows, out));
    }
  }

  private void writeOutput(Consumer<Writer> writing) {
    if (output.equals(STANDARD)) {
      writing.accept(unclosed(terminal.data()));
    } else {
      AtomicFiles.writeFile(
          Path.of(output).toAbsolutePath(),
          unfinished -> writing.accept(Files.newBufferedWriter(unfinished)));
    }
  }

  private void write(Predictor predictor, Table rows, Writer out) {
    try (CsvTable csv = new CsvTable(out, safeCsv)) {
      if (alignment) {
        predictor.predictAligned(rows, csv);
      } else {
        predictor.predict(rows, csv).ifPresent(terminal.err()::println);
      }
    }
  }

  /** Does nothing: standard output must stay open. */
  private static Writer unclosed(Writer out) {
    return new FilterWriter(out) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
