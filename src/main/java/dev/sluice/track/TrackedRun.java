package dev.sluice.track;

import dev.sluice.run.Epoch;
import dev.sluice.run.Provenance;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What trackers know about a run.
 *
 * @param parameters path of a key to its value, in the order of the config, without `tracking`
 */
public record TrackedRun(RunFolder folder, Config config, Map<String, String> parameters) {
  public TrackedRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The name of its folder: its stamp, or what the user called it. */
  public String name() {
    Path name = folder.path().toAbsolutePath().normalize().getFileName();
    return name == null ? config.name() : name.toString();
  }

  /** When it began; for a resumed run, when it first began. */
  public Instant started() {
    return Instant.parse(provenance().started());
  }

  public Provenance provenance() {
    return Provenance.read(folder.provenance()).orElseThrow();
  }

  /**
   * The scores of the test part by name, `test/accuracy`, those of baselines as
   * `test/majority/accuracy`; empty until it is scored.
   */
  public Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    Results.read(folder.results())
        .flatMap(Results::test)
        .ifPresent(
            test -> {
              test.metrics().forEach((metric, value) -> scores.put("test/" + metric, value));
              test.baselines()
                  .forEach(
                      (baseline, metrics) ->
                          metrics.forEach(
                              (metric, value) ->
                                  scores.put("test/" + baseline + "/" + metric, value)));
            });
    scores.values().removeIf(value -> value == null || !Double.isFinite(value));
    return scores;
  }

  /**
   * The values that an epoch adds to curves: `loss/training`, `loss/validation`,
   * `accuracy/validation`, `learning_rate`, `seconds`; in an ensemble prefixed by `network_2/`. NaN
   * is left out.
   */
  public static Map<String, Double> curves(Epoch epoch) {
    Map<String, Double> curves = new LinkedHashMap<>();
    String network = epoch.network().map("network_%s/"::formatted).orElse("");
    curves.put(network + "loss/training", epoch.loss());
    epoch.validation().forEach((name, value) -> curves.put(network + name + "/validation", value));
    epoch.learningRate().ifPresent(rate -> curves.put(network + "learning_rate", rate));
    curves.put(network + "seconds", epoch.seconds());
    curves.values().removeIf(value -> value == null || !Double.isFinite(value));
    return curves;
  }

  /** The SHA-256 of the data files, in order, separated by commas. */
  public Optional<String> dataSha256() {
    return provenance().data().stream()
        .map(Provenance.ReadFile::sha256)
        .reduce((one, other) -> one + "," + other);
  }
}
