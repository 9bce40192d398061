package dev.sluice.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.config.LoadedConfig;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.Frame;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.ImportRecord;
import dev.sluice.run.Provenance;
import dev.sluice.run.RunFolder;
import dev.sluice.run.SoftwareVersions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trained model of another program, converted to a config, a pipeline and a network of ours. The
 * file is read as data: no class that it names is loaded, and nothing in it is executed.
 *
 * <pre>{@code
 * ModelImport model =
 *     ModelImport.of(ImportFormat.KERAS, Path.of("model.keras"), ImportOptions.NONE);
 * model.leaveIn(RunFolder.createAt(Path.of("runs/imported")), Instant.now());
 * }</pre>
 */
public final class ModelImport {
  private static final int PROBES = 4;
  private static final int LONGEST_PROBE = 50; // steps of an example that nobody gave
  private static final Pattern LAYER =
      Pattern.compile("network\\[(\\d{1,6})\\]\\.?[a-z_]*\\.?(.*)");

  private final ForeignNetwork foreign;
  private final LoadedConfig loaded;
  private final Pipeline pipeline;
  private final List<Map<String, float[]>> parameters;
  private final NetworkPlan plan;
  private final ImportedInput input;
  private final Optional<KnownAnswers> known;
  private final Optional<Double> difference;

  private ModelImport(
      ForeignNetwork network,
      LoadedConfig loaded,
      Pipeline pipeline,
      List<Map<String, float[]>> parameters,
      NetworkPlan plan,
      ImportedInput input,
      Optional<KnownAnswers> known) {
    this.foreign = network;
    this.loaded = loaded;
    this.pipeline = pipeline;
    this.parameters = parameters;
    this.plan = plan;
    this.input = input;
    this.known = known;
    this.difference = known.map(this::compare);
  }

  /**
   * Reads a model that another program saved, and compares it with the probe, if the options have
   * one.
   *
   * @throws UserException if it is damaged; with every layer, option or size that is not supported;
   *     or if its outputs differ from those of the probe
   */
  public static ModelImport of(ImportFormat format, Path file, ImportOptions options) {
    return of(format.read(file), options);
  }

  static ModelImport of(ForeignNetwork network, ImportOptions options) {
    ImportedInput input = ImportedInput.of(network, options);
    ImportedTarget target = ImportedTarget.of(network, options);
    List<ForeignLayer> layers = new ArrayList<>(input.adapted(network.layers()));
    layers.add(network.output());
    String name = name(network.file());
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Imported from ").append(oneLine(network.file().getFileName().toString()));
    yaml.append(" of ").append(oneLine(network.program()));
    yaml.append("; after each layer comes its name there.\n");
    yaml.append("version: 1\nname: ").append(YamlValue.text(name)).append('\n');
    yaml.append("data:\n  source: ").append(source(options)).append('\n');
    yaml.append("  input:\n    ").append(input.yaml()).append('\n');
    yaml.append("  target:\n    ").append(target.yaml()).append('\n');
    yaml.append("network:\n");
    for (ForeignLayer layer : layers) {
      yaml.append("  - ").append(layer.yaml()).append(" # ");
      yaml.append(oneLine(layer.origin())).append('\n');
    }
    try {
      LoadedConfig loaded =
          ConfigReader.parse(yaml.toString(), network.file().toString(), Path.of(""), List.of());
      ObjectNode fitted = JsonNodeFactory.instance.objectNode().put("version", 2);
      fitted.set("input", input.fitted());
      fitted.set("target", target.fitted());
      Pipeline pipeline = Pipeline.fromJson(loaded.config().data(), fitted);
      NetworkPlan plan =
          NetworkPlan.of(loaded.config(), pipeline.inputShape(), pipeline.outputShape());
      return new ModelImport(
          network,
          loaded,
          pipeline,
          layers.stream().map(ForeignLayer::parameters).toList(),
          plan,
          input,
          options.probe().map(KnownAnswers::read));
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream().map(problem -> ofLayer(problem, network, layers)).toList());
    }
  }

  /** Reports a problem with a key of the network as one with a layer of the file. */
  private static Problem ofLayer(
      Problem problem, ForeignNetwork network, List<ForeignLayer> layers) {
    Matcher layer = LAYER.matcher(problem.path());
    if (!layer.matches() || Integer.parseInt(layer.group(1)) >= layers.size()) {
      return problem;
    }
    String key = layer.group(2);
    return Untranslatable.problem(
        network.file(),
        layers.get(Integer.parseInt(layer.group(1))).origin(),
        (key.isEmpty() ? "" : key + ": ") + problem.what());
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\u2028\u2029\\x{D800}-\\x{DFFF}]+", " ");
  }

  private static String name(Path file) {
    String stem = file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
    String name = stem.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[._-]+", "");
    return name.isEmpty() ? "imported" : name;
  }

  /** The format, by the extension of the file of rows. */
  private static String source(ImportOptions options) {
    String path = options.rows().map(Path::toString).orElse("rows.csv").replace('\\', '/');
    String plain = path.replaceFirst("\\.gz$", "");
    String kind = plain.substring(plain.lastIndexOf('.') + 1);
    return "{%s: {path: %s}}"
        .formatted(
            List.of("csv", "tsv", "jsonl", "npz").contains(kind) ? kind : "csv",
            YamlValue.text(path));
  }

  private double compare(KnownAnswers answers) {
    try (Network ours = network();
        Inference inference = ours.inference(1)) {
      return answers.compare(
          input, inference, plan.output().numbers(), pipeline.outputShape().ofSteps());
    }
  }

  /** For predictions; the caller closes it. */
  public Network network() {
    return Network.trained(plan, parameters);
  }

  /** As in "Keras 3.15.1". */
  public String program() {
    return foreign.program();
  }

  /** The plan of the network made from its layers. */
  public NetworkPlan plan() {
    return plan;
  }

  /** The config, with a comment for each layer that names the original. */
  public LoadedConfig config() {
    return loaded;
  }

  /** The examples that were compared. */
  public int compared() {
    return known.map(of -> of.examples(input).size()).orElse(0);
  }

  /** The largest difference from the other program's outputs; empty without a probe. */
  public Optional<Double> difference() {
    return difference;
  }

  /** Notes on the translation for the user. */
  public List<String> notes() {
    return foreign.notes();
  }

  /** The original of each layer of the network, the output last. */
  public List<String> origins() {
    List<String> origins = new ArrayList<>();
    foreign.layers().forEach(layer -> origins.add(layer.origin()));
    origins.add(foreign.output().origin());
    return origins;
  }

  /**
   * Writes a run with the model, as if it had been trained here.
   *
   * @param run a new folder
   */
  @SuppressWarnings("try") // the lock is held, not used
  public void leaveIn(RunFolder run, Instant now) {
    try (RunFolder.Lock lock = run.lock()) {
      run.beginAnew(lock);
      AtomicFiles.write(run.resolved(), ConfigWriter.toYaml(loaded.config()));
      Provenance.of(
              SoftwareVersions.ofRun(),
              List.of(),
              List.of(),
              loaded.config().seed(),
              List.of(),
              Optional.empty(),
              now.toString(),
              Optional.empty(),
              Provenance.sha256(run.resolved()))
          .withEnd(now.toString())
          .write(run.provenance());
      try (Network ours = network()) {
        Bundle.write(
            run.model(),
            loaded.config(),
            pipeline,
            ours,
            new Examples(new Probed(probes()), Optional.empty()));
      }
      ImportRecord.of(
              foreign.file().toAbsolutePath(),
              foreign.program(),
              origins(),
              notes(),
              compared(),
              difference)
          .write(run.imported());
      run.setStatus(RunFolder.Status.FINISHED);
      AtomicFiles.write(run.config(), loaded.text()); // last: only this makes it a run
      run.linkNames(now);
    }
  }

  /** The first examples that were passed to the other program, else random ones. */
  private List<Masked> probes() {
    List<Masked> probes =
        known.stream()
            .flatMap(of -> of.examples(input).stream())
            .limit(PROBES)
            .map(example -> Masked.of(example.features(), example.shape()))
            .toList();
    return probes.isEmpty() ? drawn() : probes;
  }

  private List<Masked> drawn() {
    Random random = new Random(loaded.config().seed());
    List<Masked> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      int steps =
          plan.input().fixedSteps() ? input.steps() : Math.min(input.steps(), LONGEST_PROBE);
      probes.add(
          plan.input()
              .match(
                  tokens -> {
                    float[] ids = new float[steps];
                    for (int t = 0; t < steps; t++) {
                      ids[t] = 1 + random.nextInt(tokens.vocabularySize() - 1);
                    }
                    return Masked.of(ids, 1, steps);
                  },
                  numbers -> {
                    float[] values = new float[steps * numbers.features()];
                    for (int t = 0; t < values.length; t++) {
                      values[t] = (float) random.nextGaussian();
                    }
                    return Masked.of(values, 1, numbers.features(), steps);
                  }));
    }
    return probes;
  }

  /** Wraps examples for the model's probe, which uses only their features. */
  private record Probed(List<Masked> examples) implements EncodedInput {
    @Override
    public Frame frame() {
      throw new UnsupportedOperationException("these were not cut from rows");
    }

    @Override
    public int size() {
      return examples.size();
    }

    @Override
    public Masked features(int[] numbers) {
      return examples.get(numbers[0]);
    }
  }
}
