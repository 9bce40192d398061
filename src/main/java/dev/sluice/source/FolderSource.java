package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads a folder of texts, or an archive of one: each file is a text, and its folder the class.
 * Only folders without further folders of texts are classes; files above them, such as a list of
 * the files, are ignored. Rows are ordered by path, and a row's line is its number.
 */
final class FolderSource implements Source {
  static final String LIMITS = "data.source.folder.limits";
  private static final List<String> COLUMNS = List.of("text", "class", "part", "file");

  private final SourceSpec.Folder spec;

  FolderSource(SourceSpec.Folder spec) {
    this.spec = spec;
  }

  /** Texts by their paths, which use slashes and do not begin with one. */
  interface Tree {
    /** The paths of all files but hidden ones. */
    List<String> paths();

    /** The texts of some of the paths, by path; line ends are \n. */
    Map<String, String> read(Collection<String> wanted);
  }

  /**
   * The location of a text.
   *
   * @param path in the tree
   * @param file its path below the folder of all
   */
  private record Place(String path, String file) {
    String className() {
      return nameAbove(file);
    }

    String part() {
      return nameAbove(folderOf(file));
    }

    private static String nameAbove(String path) {
      String folder = folderOf(path);
      return folder.substring(folder.lastIndexOf('/') + 1);
    }
  }

  private static String folderOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  @Override
  public List<String> columns() {
    tree();
    return COLUMNS;
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    Tree tree = tree();
    List<Place> places = places(tree.paths());
    places = places.subList(0, Math.min(most, places.size()));
    Map<String, String> texts = tree.read(places.stream().map(Place::path).toList());
    RowList rows = new RowList(spec.path(), COLUMNS);
    for (Place place : places) {
      String text = texts.get(place.path());
      rows.add(
          rows.size() + 1L,
          text.endsWith("\n") ? text.substring(0, text.length() - 1) : text,
          place.className(),
          place.part(),
          place.file());
    }
    return rows.table("", "no text");
  }

  private Tree tree() {
    Path path = spec.path();
    if (Files.isDirectory(path)) {
      return new TextFolder(path, spec.limits());
    }
    TextFile file = new TextFile(path, spec.limits().ofFile(), LIMITS);
    Optional<Problem> missing = file.missing();
    if (missing.isPresent()) {
      throw new UserException(missing.get());
    }
    if (!path.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.(tar|tar\\.gz|tgz)")) {
      throw new UserException(
          Problem.inFile(
              path, "is a file, expected a folder of texts, or a .tar, .tar.gz or .tgz of it", ""));
    }
    return new TextArchive(file, spec.limits());
  }

  private List<Place> places(List<String> paths) {
    Set<String> above = new HashSet<>(); // folders with folders of texts
    for (String path : paths) {
      for (String folder = folderOf(path); !folder.isEmpty(); ) {
        folder = folderOf(folder);
        if (!above.add(folder)) {
          break;
        }
      }
    }
    int top = top(paths);
    Set<String> classes = new TreeSet<>(); // all that there are
    int all = 0;
    List<Place> places = new ArrayList<>();
    for (String path : paths.stream().filter(p -> !above.contains(folderOf(p))).sorted().toList()) {
      Place place = new Place(path, path.substring(top));
      classes.add(place.className());
      all++;
      if (place.className().isEmpty()
          || spec.classes().map(named -> named.contains(place.className())).orElse(true)) {
        places.add(place);
      }
    }
    List<Problem> problems =
        spec.classes().orElse(List.of()).stream()
            .filter(name -> !classes.contains(name))
            .map(name -> noSuchClass(name, classes))
            .toList();
    boolean leftOut = places.size() < all;
    if (leftOut && !problems.isEmpty()) { // new texts may all have one class, or none yet
      throw new UserException(problems);
    }
    return places;
  }

  private Problem noSuchClass(String name, Set<String> found) {
    return Problem.atKey(
        "data.source.folder.classes",
        "%s has no texts in a folder '%s'".formatted(spec.path(), name),
        NearNames.nearest(name, found).map("did you mean '%s'?  "::formatted).orElse("")
            + "folders of texts: "
            + found.stream().limit(20).collect(Collectors.joining(", ")));
  }

  /** The length of the path of an archive's single top-level folder, including its slash. */
  private int top(List<String> paths) {
    if (Files.isDirectory(spec.path()) || paths.isEmpty()) {
      return 0;
    }
    String top = paths.get(0).substring(0, paths.get(0).indexOf('/') + 1);
    boolean one = !top.isEmpty() && paths.stream().allMatch(path -> path.startsWith(top));
    boolean more = paths.stream().anyMatch(path -> path.indexOf('/', top.length()) >= 0);
    return one && more ? top.length() : 0;
  }

  /** Opens {@link SourceSpec.Folder}. */
  public static final class Factory implements SourceFactory<SourceSpec.Folder> {
    @Override
    public Class<SourceSpec.Folder> spec() {
      return SourceSpec.Folder.class;
    }

    @Override
    public Source open(SourceSpec.Folder spec) {
      return new FolderSource(spec);
    }
  }
}
