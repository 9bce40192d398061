package dev.sluice.config;

import dev.sluice.spec.Config;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Migrations from older versions of the config format to the newest.
 *
 * @param steps by the version from which each leads to the next
 */
record Migrations(Map<Integer, Consumer<Rewriting>> steps) {

  /** None yet: there is only one version. */
  static Migrations installed() {
    return new Migrations(Map.of());
  }

  /** Brings a file up to date: its version, if there is a migration, and the names of its keys. */
  Rewriting rewrite(Node root, Findings findings) {
    Rewriting rewriting = new Rewriting(root, findings);
    Optional<Node.Scalar> written = version(root);
    Optional<Integer> older =
        written
            .flatMap(scalar -> CoreSchema.whole(scalar.text()))
            .filter(version -> version < Config.NEWEST_VERSION)
            .map(Long::intValue)
            .filter(steps::containsKey);
    if (older.isPresent()) {
      for (int version = older.get(); version < Config.NEWEST_VERSION; version++) {
        steps.get(version).accept(rewriting);
      }
      rewriting.replace("version", Integer.toString(Config.NEWEST_VERSION));
      rewriting.warn(
          written.orElseThrow().at(),
          "version",
          "version %s is read as version %s".formatted(older.get(), Config.NEWEST_VERSION),
          "");
    }
    rewriting.useCurrentNames(new ValueType.Body(Config.class));
    return rewriting;
  }

  /**
   * Removes from a config what earlier versions of Sluice wrote into every resolved config although
   * it had no effect there, and what is refused today.
   */
  static void forgetWhatMeantNothing(Rewriting resolved) {
    if (resolved.root() instanceof Node.Mapping config
        && config.find("data").map(Node.Entry::value).orElse(null) instanceof Node.Mapping data
        && data.find("input").map(Node.Entry::value).orElse(null) instanceof Node.Mapping input
        && input.find("series").isPresent()) {
      resolved.remove("data.split.seed"); // a series is split in time order
    }
  }

  private static Optional<Node.Scalar> version(Node root) {
    return root instanceof Node.Mapping mapping
            && mapping.find("version").map(Node.Entry::value).orElse(null) instanceof Node.Scalar v
            && v.plain()
            && CoreSchema.isWhole(v.text())
        ? Optional.of(v)
        : Optional.empty();
  }
}
