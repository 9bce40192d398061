package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A config file merged with those it extends: what a file says takes precedence over its parent.
 *
 * @param isComplete whether all parents could be read; if not, that is among the findings, and what
 *     seems to be missing may be in one of them
 * @param replaced places where a parent defines what its child replaces as a whole, by path
 * @param warnings about keys written in the way of an older version
 */
record Lineage(
    Node merged, boolean isComplete, Map<String, Origin> replaced, List<Problem> warnings) {
  private static final int LONGEST = 10; // files; people can keep fewer than this apart

  /**
   * @throws UserException if the file itself is not a config
   */
  static Lineage of(
      ConfigFile file, Variables variables, Migrations migrations, Findings findings) {
    Node root =
        file.parse(findings)
            .map(node -> variables.replaceIn(node, findings))
            .orElseThrow(findings::exception);
    refuseEmptyAndNewer(root, file.name());
    return new Reading(variables, migrations, findings).lineage(root, List.of(file.name()));
  }

  /** Ignores the rest of such a file, which cannot be judged. */
  static void refuseEmptyAndNewer(Node root, String name) {
    Optional<Problem> refusal = refusal(root, name);
    if (refusal.isPresent()) {
      throw new UserException(refusal.get());
    }
  }

  private static Optional<Problem> refusal(Node root, String name) {
    if (root instanceof Node.Scalar scalar && scalar.isNull()) {
      return Optional.of(
          Problem.inFile(
              name, "the config is empty", "it needs at least the keys name, data and network"));
    }
    if (root instanceof Node.Mapping mapping
        && mapping.find("version").map(Node.Entry::value).orElse(null) instanceof Node.Scalar v
        && v.plain()
        && CoreSchema.isWhole(v.text())
        && CoreSchema.whole(v.text()).orElse(Long.MAX_VALUE) > Config.NEWEST_VERSION) {
      return Optional.of(
          new Problem(
              "version",
              v.at().location(),
              "version %s of the config format is newer than this program, which reads version %s"
                  .formatted(Shown.shortened(v.text()), Config.NEWEST_VERSION),
              "use a newer Sluice"));
    }
    return Optional.empty();
  }

  /** Follows the parents. */
  private record Reading(Variables variables, Migrations migrations, Findings findings) {
    private static final Section ROOT = Section.of(Config.class);
    private static final Key PARENT = ROOT.parent().orElseThrow();

    /**
     * @param chain the names of the files so far, this one last
     */
    Lineage lineage(Node written, List<String> chain) {
      Rewriting rewriting = migrations.rewrite(written, findings);
      Node root = rewriting.root();
      List<Problem> warnings = rewriting.warnings();
      Optional<Node.Entry> entry =
          root instanceof Node.Mapping mapping ? mapping.find(PARENT.name()) : Optional.empty();
      if (entry.isEmpty()) {
        return new Lineage(root, true, Map.of(), warnings);
      }
      Node rest =
          new Node.Mapping(
              ((Node.Mapping) root).entries().stream().filter(e -> !e.equals(entry.get())).toList(),
              root.at());
      return parent(entry.get().value(), entry.get().at(), chain)
          .map(parent -> merged(rest, warnings, parent))
          .orElseGet(() -> new Lineage(rest, false, Map.of(), warnings));
    }

    private static Lineage merged(Node child, List<Problem> warnings, Lineage parent) {
      Merge merge = new Merge();
      Node merged =
          merge.of(child, parent.merged(), new ValueType.Body(Config.class), KeyPath.ROOT);
      return new Lineage(
          merged,
          parent.isComplete(),
          merge.replaced(),
          Stream.concat(warnings.stream(), parent.warnings().stream()).toList());
    }

    private Optional<Lineage> parent(Node value, Origin key, List<String> chain) {
      if (value instanceof Node.Refused) {
        return Optional.empty();
      }
      if (!(value instanceof Node.Scalar scalar) || scalar.isNull() || scalar.text().isBlank()) {
        boolean isNothing = value instanceof Node.Scalar scalar && scalar.isNull();
        refuse(
            isNothing ? key : value.at(),
            "expected %s, found %s".formatted(PARENT.type().expected(), Shown.found(value)),
            value instanceof Node.Sequence
                ? "a config extends one file, which may extend another one"
                : "");
        return Optional.empty();
      }
      Optional<Path> path = path(scalar);
      if (path.isEmpty()) {
        return Optional.empty();
      }
      String name = path.get().toString();
      List<String> longer = Stream.concat(chain.stream(), Stream.of(name)).toList();
      if (isAmong(path.get(), chain)) {
        refuse(scalar.at(), "the files extend each other in a loop", written(longer));
        return Optional.empty();
      }
      if (longer.size() > LONGEST) {
        refuse(
            scalar.at(),
            "more than %s files extend each other".formatted(LONGEST),
            written(longer));
        return Optional.empty();
      }
      return read(path.get(), scalar.at(), longer);
    }

    private Optional<Path> path(Node.Scalar written) {
      try {
        return Optional.of(written.at().directory().resolve(written.text()).normalize());
      } catch (InvalidPathException e) {
        refuse(
            written.at(),
            "expected %s, found %s".formatted(PARENT.type().expected(), Shown.found(written)),
            e.getReason());
        return Optional.empty();
      }
    }

    private Optional<Lineage> read(Path path, Origin at, List<String> chain) {
      ConfigFile file;
      try {
        file = ConfigFile.read(path);
      } catch (UserException e) {
        for (Problem problem : e.problems()) {
          if (problem.location().equals(path.toString())) {
            refuse(at, "%s: %s".formatted(path, problem.what()), problem.advice());
          } else {
            findings.add(at, problem); // it lies within the parent
          }
        }
        return Optional.empty();
      }
      Optional<Node> root = file.parse(findings).map(node -> variables.replaceIn(node, findings));
      Optional<Problem> refusal = root.flatMap(node -> refusal(node, file.name()));
      refusal.ifPresent(problem -> findings.add(root.orElseThrow().at(), problem));
      return root.filter(node -> refusal.isEmpty()).map(node -> lineage(node, chain));
    }

    private static boolean isAmong(Path path, List<String> chain) {
      return chain.stream().anyMatch(name -> isSame(path, Path.of(name)));
    }

    /**
     * Whether two names mean the same file: through a link, or by another case where the disk
     * ignores case.
     */
    private static boolean isSame(Path a, Path b) {
      try {
        return Files.isSameFile(a, b);
      } catch (IOException e) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
      }
    }

    private void refuse(Origin at, String what, String advice) {
      findings.add(at, PARENT.name(), what, advice);
    }

    private static String written(List<String> chain) {
      return chain.stream().collect(Collectors.joining("\n -> "));
    }
  }
}
