package dev.sluice.cli;

import dev.sluice.config.LoadedConfig.Setting;
import dev.sluice.experiment.Experiment;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.ImportRecord;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "describe",
    description = {
      "Shows layers, memory and all values of a config, and where each value comes from.",
      "",
      "Reads the data like check, then builds the network. Trains only with --measure, and keeps"
          + " nothing of that."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice describe config/reviews.yaml",
      "  sluice describe config/reviews.yaml --measure",
      "  sluice describe config/reviews.yaml --dl4j > network.json",
      "  sluice describe runs/reviews/latest"
    })
final class DescribeCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "CONFIG|RUN", description = "The YAML file, or the folder of a run.")
  private Path configOrRun;

  @Mixin private Overrides overrides;

  @Option(
      names = "--dl4j",
      description = "Print only the DL4J configuration of the network, as JSON.")
  private boolean dl4j;

  @Option(names = "--measure", description = "Train a few batches to estimate time and memory.")
  private boolean measure;

  @Mixin private JsonOption json;

  DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Optional<RunFolder> run =
        Files.isDirectory(configOrRun) || RunFolder.isNamed(configOrRun)
            ? Optional.of(RunFolder.open(configOrRun))
            : Optional.empty();
    Optional<ImportRecord> imported = run.flatMap(of -> ImportRecord.read(of.imported()));
    if (imported.isPresent()) {
      describe(run.get(), imported.get());
      return;
    }
    Path config = run.map(RunFolder::resolved).orElse(configOrRun);
    Optional<Results.Training> training =
        run.flatMap(of -> Results.read(of.results())).map(Results::training);
    Experiment checked = Experiment.of(overrides.read(config, terminal));
    BuiltNetwork built = BuiltNetwork.of(checked);

    Optional<Measurement> measured = measure ? Optional.of(measured(checked)) : Optional.empty();

    if (dl4j) {
      terminal.data().println(built.dl4jJson());
    } else if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("network", NetworkTable.json(checked.network()));
      result.put("parameters", checked.network().parameters());
      NetworkTable.addStart(checked, result);
      result.put("engines", built.engines());
      result.put("memory", built.memory());
      result.put("steps_per_epoch", BuiltNetwork.stepsPerEpoch(checked));
      finalFit(checked).ifPresent(all -> result.put("final_fit", json(all)));
      measured.ifPresent(m -> result.put("measured", m.json()));
      result.put("stock_dl4j", built.notStock().isEmpty());
      built.notStock().ifPresent(reason -> result.put("stock_dl4j_reason", reason));
      training.flatMap(Results.Training::note).ifPresent(note -> result.put("note", note));
      result.put("settings", settings(checked.loaded().settings()));
      json.print(result, terminal);
    } else {
      print(checked, built, measured);
      training
          .flatMap(Results.Training::chosen)
          .ifPresent(chosen -> terminal.out().println("\n" + chosen));
    }
    terminal.out().flush();
  }

  /** Used when the data are missing but the model is there. */
  private void describe(RunFolder run, ImportRecord record) {
    if (measure || !overrides.assignments().isEmpty()) {
      throw new UserException(
          Problem.inFile(
              run.path(),
              "its model was imported, without data to measure or build another network with",
              "leave out --measure and --set"));
    }
    try (Bundle bundle = Bundle.open(run.path())) {
      if (dl4j) {
        terminal.data().println(bundle.network().dl4jJson());
      } else if (json.wanted()) {
        json.print(ImportedNetwork.json(bundle, record), terminal);
      } else {
        terminal.out().print(ImportedNetwork.text(bundle, record));
      }
    }
    terminal.out().flush();
  }

  private void print(Experiment checked, BuiltNetwork built, Optional<Measurement> measured) {
    terminal.out().print(NetworkTable.text(checked));
    terminal.out().print(NetworkTable.start(checked));
    terminal.out().println();
    TextTable engines = new TextTable("layer", "runs on");
    for (int i = 0; i < checked.network().layers().size(); i++) {
      engines.row(checked.network().layers().get(i).name(), built.engines().get(i));
    }
    engines.row(checked.network().output().name(), built.engines().get(built.engines().size() - 1));
    terminal.out().print(engines.text());
    terminal
        .out()
        .println(
            "Threads that predict at the same time share all weights"
                + (built.engines().stream().allMatch("kernel"::equals)
                    ? "."
                    : "; each of them has its own copy of the layers on Deeplearning4j."));
    terminal.out().println();
    terminal
        .out()
        .println(
            built
                .notStock()
                .map("Without Sluice, Deeplearning4j cannot run this network: %s."::formatted)
                .orElse(
                    "Without Sluice, Deeplearning4j runs the trained network from its model.zip."));
    terminal.out().println();
    TextTable memory = new TextTable("memory in training", ">bytes");
    built.memory().forEach((what, bytes) -> memory.row(what, NetworkTable.number(bytes)));
    terminal.out().print(memory.text());
    terminal.out().println();
    TextTable cost = new TextTable("cost of training", ">");
    cost.row("steps per epoch", NetworkTable.number(BuiltNetwork.stepsPerEpoch(checked)));
    int networks = checked.loaded().config().training().networks();
    if (networks > 1) {
      cost.row("networks of the ensemble", Integer.toString(networks));
    }
    measured.ifPresent(
        m -> {
          cost.row("batches measured", Integer.toString(m.batches()));
          cost.row("seconds per epoch", seconds(m.secondsPerEpoch()));
          cost.row("seconds for all %s epochs".formatted(m.epochs()), seconds(m.secondsAtMost()));
          cost.row("bytes of the whole process", NetworkTable.number(m.memory()));
        });
    terminal.out().print(cost.text());
    finalFit(checked)
        .ifPresent(
            all ->
                terminal
                    .out()
                    .println(
                        "The saved model is trained again, on all %s examples; it has %s parameters."
                            .formatted(
                                NetworkTable.number(all.data().examples(Part.TRAINING).size()),
                                NetworkTable.number(all.network().parameters()))));
    terminal.out().println();
    TextTable values = new TextTable("key", "value", "from");
    checked
        .loaded()
        .settings()
        .forEach(s -> values.row(s.path(), s.value(), s.origin().description()));
    terminal.out().print(values.text());
  }

  private static Optional<Experiment> finalFit(Experiment checked) {
    return checked.loaded().config().training().finalFit().map(on -> checked.onAllRows());
  }

  private static Map<String, Object> json(Experiment finalFit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("examples", finalFit.data().examples(Part.TRAINING).size());
    json.put("parameters", finalFit.network().parameters());
    return json;
  }

  private static Measurement measured(Experiment checked) {
    try {
      return Measurement.of(checked, System::nanoTime);
    } catch (UserException e) {
      throw checked.loaded().locate(e);
    }
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.0f", seconds);
  }

  private static List<Map<String, String>> settings(List<Setting> settings) {
    return settings.stream()
        .map(
            setting -> {
              Map<String, String> entry = new LinkedHashMap<>();
              entry.put("path", setting.path());
              entry.put("value", setting.value());
              entry.put("from", setting.origin().description());
              return entry;
            })
        .toList();
  }
}
