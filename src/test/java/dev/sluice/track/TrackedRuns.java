package dev.sluice.track;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.run.Epoch;
import dev.sluice.run.Provenance;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import dev.sluice.spec.TrackerSpec;
import dev.sluice.spec.TrackingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that have begun, with a config and provenance, for tests of trackers. */
public final class TrackedRuns {
  private static final String CONFIG =
      """
      name: toy
      data:
        source: {csv: {path: texts.csv}}
        input: {text: {column: text, max_length: 5}}
        target: {class: {column: label}}
      network: [{embedding: {size: 4}}, {lstm: {units: 3}}]
      tracking: %s
      """;

  private TrackedRuns() {}

  static TrackedRun in(Path folder, String tracking) throws IOException {
    Config config =
        ConfigReader.parse(CONFIG.formatted(tracking), "toy.yaml", folder, List.of()).config();
    RunFolder run = new RunFolder(Files.createDirectories(folder.resolve("first try")));
    Files.writeString(run.resolved(), ConfigWriter.toYaml(config));
    Files.writeString(run.config(), CONFIG);
    Provenance.of(
            Map.of("sluice", "1"),
            List.of(),
            List.of(),
            1,
            List.of(),
            Optional.of("ab".repeat(20)),
            "2026-11-21T04:53:13Z",
            Optional.empty(),
            "")
        .write(run.provenance());
    return new TrackedRun(run, config, ConfigWriter.values(config.withoutTracking()));
  }

  /** What the trackers of a config do with a run, and where; a server gets it in memory. */
  public static List<Object> effects(Config config, Path folder) {
    List<Object> effects = new ArrayList<>();
    try (FakeMlflow server = new FakeMlflow()) {
      TrackedRun begun = in(folder, "{}");
      TrackedRun run = new TrackedRun(begun.folder(), config, begun.parameters());
      Files.createDirectories(run.folder().model());
      Files.writeString(run.folder().model().resolve("manifest.json"), "{}");
      for (TrackerSpec spec : config.tracking().map(TrackingSpec::trackers).orElse(List.of())) {
        if (spec instanceof TrackerSpec.Mlflow mlflow) {
          effects.addAll(List.of(mlflow.address(), new MlflowFactory().open(mlflow, run).place()));
          Tracker tracker = new MlflowRun(mlflow, run, MlflowServer.at(server.uri(), Map.of()));
          tracker.begin();
          tracker.end();
          effects.addAll(List.of(tracker.patience(), server.experiments, server.files.keySet()));
        } else if (spec instanceof TrackerSpec.Tensorboard board) {
          Tracker tracker = new TensorBoardFactory().open(board, run);
          tracker.begin();
          effects.add(Files.exists(Path.of(tracker.place().orElseThrow())));
          effects.add(folder.relativize(Path.of(tracker.place().orElseThrow())).toString());
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return effects;
  }

  static Epoch epoch(int number) {
    return new Epoch(
        number,
        1.0 / number,
        Map.of("loss", 2.0 / number, "accuracy", 0.5),
        Optional.of(0.002),
        1.5,
        true);
  }
}
