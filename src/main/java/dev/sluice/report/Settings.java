package dev.sluice.report;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The values of a run's config by their keys, such as {@code training.epochs}, and whether they may
 * be changed. Empty for a config that cannot be read here because it needs a plug-in.
 */
final class Settings {
  private final ReportedRun run;
  private final Map<String, String> values = new LinkedHashMap<>();

  private Settings(ReportedRun run) {
    this.run = run;
  }

  static Settings of(ReportedRun run) {
    Settings settings = new Settings(run);
    settings
        .with(List.of())
        .ifPresent(
            loaded ->
                loaded.settings().forEach(one -> settings.values.put(one.path(), one.value())));
    return settings;
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  OptionalDouble number(String key) {
    try {
      return values.containsKey(key)
          ? OptionalDouble.of(Double.parseDouble(values.get(key)))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // a word
    }
  }

  /** The keys that match as a whole, in the order of the config. */
  List<String> keys(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return new ArrayList<>(
        values.keySet().stream().filter(key -> pattern.matcher(key).matches()).toList());
  }

  /** Whether the config is valid with another value, as {@code --set key=value} gives it. */
  boolean allows(String key, String value) {
    return !values.isEmpty() && with(List.of(key + "=" + value)).isPresent();
  }

  private Optional<LoadedConfig> with(List<String> overrides) {
    try {
      return Optional.of(
          ConfigReader.parse(
              run.resolved(), "resolved.yaml", run.folder().path().toAbsolutePath(), overrides));
    } catch (UserException e) {
      return Optional.empty();
    }
  }
}
