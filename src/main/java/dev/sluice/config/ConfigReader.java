package dev.sluice.config;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads configs; the place to start reading this package. */
public final class ConfigReader {
  /** Keys that may be dropped when a model is loaded: its probe tells whether they matter. */
  private static final String PROBED =
      "(network(\\.\\w+)?\\[\\d+]\\.\\w+|training|evaluation|checks)\\..*";

  private static final int MOST_ROUNDS = 8;

  private ConfigReader() {}

  /**
   * The config of a file.
   *
   * @param file UTF-8, with or without a byte order mark
   * @param overrides {@code path=value} each; a later one wins
   * @throws UserException with all problems of the file, those it extends, and the overrides
   */
  public static LoadedConfig read(Path file, List<String> overrides) {
    return read(ConfigFile.read(file), overrides, Variables.ofProcess(), Migrations.installed());
  }

  /**
   * The config of a text.
   *
   * @param name stands for the file in messages
   * @param baseDirectory what relative paths in the text are relative to; those in the overrides
   *     are relative to the working directory
   * @param overrides {@code path=value} each; a later one wins
   * @throws UserException with all problems of the text, the files it extends, and the overrides
   */
  public static LoadedConfig parse(
      String yaml, String name, Path baseDirectory, List<String> overrides) {
    return read(
        new ConfigFile(name, baseDirectory, yaml),
        overrides,
        Variables.ofProcess(),
        Migrations.installed());
  }

  /**
   * The config of a model: a text that {@link ConfigWriter} wrote, perhaps in an earlier version of
   * Sluice. It reads no other file and no environment variable.
   *
   * <p>Rules that were added later do not lock a model out: where the network or its training has a
   * value that is refused today, the key gets its default. The model's probe tells whether the
   * network is still the same.
   *
   * @param name stands for the text in messages
   * @throws UserException with all problems of the text
   */
  public static Config parseResolved(String yaml, String name) {
    Variables none = new Variables(variable -> Optional.empty());
    Findings findings = new Findings();
    Node root =
        new ConfigFile(name, Path.of(""), yaml)
            .parse(findings)
            .map(node -> none.replaceIn(node, findings))
            .orElseThrow(findings::exception);
    Rewriting rewriting = Migrations.installed().rewrite(root, findings);
    Migrations.forgetWhatMeantNothing(rewriting);
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    for (int round = 1; ; round++) {
      Findings faults = new Findings();
      faults.reading(name);
      Optional<Record> config =
          new Binder(Config.class, true, Map.of(), faults).bind(rewriting.root(), Config.class);
      if (faults.isEmpty()) {
        return (Config) config.orElseThrow();
      }
      UserException refusal = faults.exception();
      boolean removed = false;
      for (Problem problem : refusal.problems()) {
        removed |= removeProbed(rewriting, problem.path());
      }
      if (!removed || round == MOST_ROUNDS) {
        throw refusal;
      }
    }
  }

  /**
   * The values of a config with every default, by their paths and in their order, as {@link
   * ConfigWriter} wrote them: those that an earlier or later Sluice wrote, too. Nothing is checked
   * but that it is YAML.
   *
   * @throws UserException if it is none
   */
  public static Map<String, String> values(Path resolved) {
    Variables none = new Variables(variable -> Optional.empty());
    Findings findings = new Findings();
    Optional<Node> root =
        ConfigFile.read(resolved).parse(findings).map(node -> none.replaceIn(node, findings));
    if (root.isEmpty() || !findings.isEmpty()) {
      throw findings.exception();
    }
    Map<String, String> values = new LinkedHashMap<>();
    ConfigWriter.leaves(root.get()).forEach(leaf -> values.put(leaf.path(), leaf.value()));
    return values;
  }

  /** Takes out what is refused, or the nearest key around it. */
  private static boolean removeProbed(Rewriting rewriting, String refused) {
    boolean removed = false;
    String path = refused;
    while (!removed && path.matches(PROBED)) {
      removed = rewriting.remove(path);
      path = KeyPath.parent(path).orElseThrow();
    }
    return removed;
  }

  /**
   * Brings the text of a file up to date, keeping its comments: the newest version of the format,
   * and the new names of keys. The file may be one that others extend.
   *
   * @throws UserException if it is not YAML, or newer than this program
   */
  public static String migrated(Path file) {
    return migrated(ConfigFile.read(file), Migrations.installed());
  }

  static String migrated(ConfigFile file, Migrations migrations) {
    Findings findings = new Findings();
    Node root = file.parse(findings).orElseThrow(findings::exception);
    Lineage.refuseEmptyAndNewer(root, file.name());
    Rewriting rewriting = migrations.rewrite(root, findings);
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    return rewriting.applyTo(file.text());
  }

  static LoadedConfig read(
      ConfigFile file, List<String> overrides, Variables variables, Migrations migrations) {
    Findings findings = new Findings();
    List<Assignment> assignments = new ArrayList<>();
    for (String override : overrides) {
      Assignment.parse(override, variables, findings).ifPresent(assignments::add);
    }
    Lineage lineage = Lineage.of(file, variables, migrations, findings);
    Node root = lineage.merged();
    for (Assignment assignment : assignments) {
      root = assignment.applyTo(root, Config.class, findings);
    }
    Rewriting overridden = new Rewriting(root, findings);
    overridden.useCurrentNames(new ValueType.Body(Config.class)); // the files already contain them
    root = overridden.root();
    Binder binder = new Binder(Config.class, lineage.isComplete(), lineage.replaced(), findings);
    Optional<Record> config = binder.bind(root, Config.class);
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    List<Problem> warnings =
        Stream.concat(lineage.warnings().stream(), overridden.warnings().stream()).toList();
    return new LoadedConfig(
        (Config) config.orElseThrow(), file, overrides, binder.places(), warnings);
  }
}
