package dev.sluice.draft;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.problem.YamlWord;
import dev.sluice.source.Sources;
import dev.sluice.spec.SourceSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;

/** Arrays of NumPy, such as x_train, y_train, x_test and y_test of the data sets of Keras. */
final class NpzFile implements FileKind {
  private static final List<String> PARTS = List.of("train", "validation", "valid", "val", "test");

  /** As numpy.savez(file, x, y) names them. */
  private static final Set<String> UNNAMED = Set.of("arr_0", "arr_1");

  @Override
  public boolean fits(Wishes wishes) {
    return wishes.hasExtension("npz");
  }

  @Override
  public Drafted draft(Wishes wishes) {
    List<String> arrays = arrays(wishes);
    Set<String> stems = new LinkedHashSet<>();
    Set<String> parts = new LinkedHashSet<>();
    for (String array : arrays) {
      String part = array.substring(array.lastIndexOf('_') + 1);
      boolean ofPart = array.contains("_") && PARTS.contains(part);
      stems.add(ofPart ? array.substring(0, array.lastIndexOf('_')) : array);
      if (ofPart) {
        parts.add(part);
      }
    }
    List<String> inOrder = PARTS.stream().filter(parts::contains).toList();
    boolean whole =
        inOrder.isEmpty()
            || stems.stream()
                .allMatch(
                    stem -> inOrder.stream().allMatch(part -> arrays.contains(stem + "_" + part)));
    if (!whole || stems.size() != 2) {
      throw new UserException(
          Problem.inFile(
              wishes.data(),
              "the names of its arrays do not show which are inputs and which are targets: "
                  + String.join(", ", arrays),
              "save them as x and y, or as x_train, y_train, x_test and y_test; or write the config"
                  + " yourself, with data.source.npz.arrays"));
    }
    Map<String, String> named = new LinkedHashMap<>();
    boolean unnamed = stems.equals(UNNAMED);
    stems.forEach(stem -> named.put(unnamed ? stem.equals("arr_0") ? "x" : "y" : stem, stem));
    Optional<List<String>> given = inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder);
    SourceSpec source =
        new SourceSpec.Npz(wishes.data(), named, given, SourceSpec.ArrayLimits.USUAL);
    TableDraft table =
        TableDraft.of(
            wishes,
            source,
            "npz: {path: %s%s, arrays: {%s}}"
                .formatted(
                    Yaml.path(wishes.data(), wishes.config()),
                    given.map(names -> ", parts: " + Yaml.list(names)).orElse(""),
                    String.join(
                        ", ",
                        named.entrySet().stream()
                            .map(
                                array ->
                                    YamlWord.key(array.getKey())
                                        + ": "
                                        + YamlWord.of(array.getValue()))
                            .toList())));
    return table.withParts("part", inOrder).drafted();
  }

  private static List<String> arrays(Wishes wishes) {
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(wishes.data().toFile())) {
      zip.stream()
          .filter(entry -> entry.getName().endsWith(".npy"))
          .forEach(entry -> names.add(entry.getName().replaceFirst("\\.npy$", "")));
    } catch (IOException e) {
      // reported below, in the words of the source
    }
    if (names.isEmpty()) {
      Sources.open(
              new SourceSpec.Npz(
                  wishes.data(), Map.of(), Optional.empty(), SourceSpec.ArrayLimits.USUAL))
          .columns();
    }
    return names;
  }
}
