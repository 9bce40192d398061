package dev.sluice.draft;

import dev.sluice.spec.SourceSpec;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A folder of texts with a folder for each class, or an archive of one. */
final class FolderFile implements FileKind {
  private static final String TASK = "class";

  @Override
  public boolean fits(Wishes wishes) {
    return Files.isDirectory(wishes.data()) || wishes.hasExtension("tar|tar\\.gz|tgz");
  }

  @Override
  public Drafted draft(Wishes wishes) {
    TableDraft all = table(wishes, Optional.empty());
    if (!wishes.allow(TASK) || !wishes.targets().isEmpty() || wishes.time().isPresent()) {
      throw all.question(
          "is a folder of texts, in which the names of its folders are the classes",
          List.of(),
          "leave out the options about columns or another task");
    }
    Map<String, Set<String>> classes = classesByPart(all);
    List<String> parts = classes.containsKey("") ? List.of() : List.copyOf(classes.keySet());
    Set<String> everywhere = new TreeSet<>();
    classes.values().forEach(everywhere::addAll);
    Set<String> known = new TreeSet<>(everywhere);
    if (SplitChoice.given("part", parts).isPresent()) {
      classes.values().forEach(known::retainAll);
    }
    if (known.size() < 2) {
      throw all.question(
          "has %s; there must be at least two classes"
              .formatted(
                  known.isEmpty()
                      ? "no class that is in all of its parts"
                      : "one class, '%s'".formatted(known.iterator().next())),
          List.of(),
          "put the texts of each class into a folder with its name");
    }
    TableDraft table =
        (known.equals(everywhere) ? all : table(wishes, Optional.of(List.copyOf(known))))
            .withParts("part", parts);
    ClassLabel label = ClassLabel.of(table, table.named("class", "--target"));
    return new Drafted(
        new TextDraft(table, label, List.of(table.named("text", "--text"))).text(),
        known.equals(everywhere)
            ? Optional.empty()
            : Optional.of(
                "left out because not all parts have them: "
                    + String.join(
                        ", ", everywhere.stream().filter(name -> !known.contains(name)).toList())));
  }

  private static Map<String, Set<String>> classesByPart(TableDraft table) {
    Map<String, Set<String>> classes = new LinkedHashMap<>();
    for (int row = 0; row < table.all().size(); row++) {
      classes
          .computeIfAbsent(table.all().value(row, 2), part -> new TreeSet<>())
          .add(table.all().value(row, 1));
    }
    return classes;
  }

  private static TableDraft table(Wishes wishes, Optional<List<String>> classes) {
    return TableDraft.of(
        wishes,
        new SourceSpec.Folder(wishes.data(), classes, SourceSpec.TextLimits.USUAL),
        "folder: {path: %s%s}"
            .formatted(
                Yaml.path(wishes.data(), wishes.config()),
                classes.map(names -> ", classes: " + Yaml.list(names)).orElse("")));
  }
}
