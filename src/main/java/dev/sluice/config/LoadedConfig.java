package dev.sluice.config;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import dev.sluice.spec.TrainingSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A config together with what is known of its text. Immutable. */
public final class LoadedConfig {
  private final Config config;
  private final ConfigFile file;
  private final List<String> overrides;
  private final Places places;
  private final List<Problem> outdated;

  LoadedConfig(
      Config config,
      ConfigFile file,
      List<String> overrides,
      Places places,
      List<Problem> outdated) {
    this.config = Objects.requireNonNull(config);
    this.file = Objects.requireNonNull(file);
    this.outdated = List.copyOf(outdated);
    this.overrides = List.copyOf(overrides);
    this.places = Objects.requireNonNull(places);
  }

  /**
   * The same with an explicit `training.threads`: the number of processors of this machine if it
   * was not set, so that a run that is resumed on another machine uses the same number.
   */
  public LoadedConfig withThreads() {
    int processors =
        Math.min(Runtime.getRuntime().availableProcessors(), TrainingSpec.MOST_THREADS);
    return config.training().threads().isPresent()
        ? this
        : with(config.with(config.training().withThreads(processors)));
  }

  /** Another config, whose problems are located where this one was written. */
  public LoadedConfig with(Config other) {
    return new LoadedConfig(other, file, overrides, places, outdated);
  }

  public Config config() {
    return config;
  }

  /** The text as written, without a byte order mark and without the overrides. */
  public String text() {
    return file.text();
  }

  /** The name of the file as the user gave it. */
  public String name() {
    return file.name();
  }

  /** The overrides as given, in their order. */
  public List<String> overrides() {
    return overrides;
  }

  /**
   * Warnings about what is written in the way of an older version and still accepted, each with its
   * place.
   */
  public List<Problem> outdated() {
    return outdated;
  }

  /** One value of the config that contains no others. */
  public record Setting(String path, String value, Origin origin) {}

  /** Every value with its origin, in the order of {@link ConfigWriter}. */
  public List<Setting> settings() {
    return ConfigWriter.leaves(config).stream()
        .map(
            leaf ->
                new Setting(
                    leaf.path(),
                    leaf.value(),
                    origin(leaf.path()).orElseGet(Origin.ByDefault::new)))
        .toList();
  }

  /**
   * The origin of the value at a path such as {@code network[1].lstm.units}; empty if the config
   * has no such path.
   */
  public Optional<Origin> origin(String path) {
    return places.origin(path);
  }

  /**
   * The same problems. Those that name a key get the place of that key, or of the closest enclosing
   * section that is written somewhere.
   */
  public UserException locate(UserException exception) {
    List<Problem> located = exception.problems().stream().map(this::locate).toList();
    UserException result = new UserException(located);
    result.initCause(exception.getCause());
    result.setStackTrace(exception.getStackTrace());
    return result;
  }

  private Problem locate(Problem problem) {
    return problem.path().isEmpty() || !problem.location().isEmpty()
        ? problem
        : problem.withLocation(places.locate(problem.path()).location());
  }
}
