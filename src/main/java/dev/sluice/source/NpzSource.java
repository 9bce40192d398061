package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads arrays of NumPy from an .npz file, a ZIP archive of .npy files: a one-dimensional array is
 * a column, a two-dimensional one a column for each of its own, see
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. A row's line is its
 * number.
 */
final class NpzSource implements Source {
  private static final String KEY = "data.source.npz";
  private static final long SMALLEST = 1 << 16; // bytes; up to here, a file counts as small
  private static final int HEADER = 1 << 16; // bytes that a header has at most
  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

  private final SourceSpec.Npz spec;

  NpzSource(SourceSpec.Npz spec) {
    this.spec = spec;
  }

  /**
   * An array of the file, not read yet.
   *
   * @param name without .npy
   * @param shape one to three dimensions, the rows first
   * @param at the offset of its items, in bytes
   */
  private record NpyArray(
      ZipEntry entry, String name, NpyType type, boolean fortran, int[] shape, int at) {
    int rows() {
      return shape[0];
    }

    int width() {
      return Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    }

    /** The names of its columns: x, or x0 to x9, or x_0_0 to x_9_2 of steps and channels. */
    List<String> columns(String column) {
      List<String> columns = new ArrayList<>();
      for (int i = 0; i < width(); i++) {
        columns.add(
            shape.length == 1
                ? column
                : shape.length == 2 || shape[2] == 1
                    ? column + i
                    : "%s_%s_%s".formatted(column, i / shape[2], i % shape[2]));
      }
      return columns;
    }
  }

  @Override
  public List<String> columns() {
    return opened(this::columns);
  }

  @Override
  public List<Problem> absent() {
    return opened(
        archive -> {
          String suffix = suffixes(parts(archive.names())).get(0);
          return spec.arrays().entrySet().stream()
              .filter(array -> !archive.names().contains(array.getValue() + suffix))
              .map(
                  array -> noArray(".arrays." + array.getKey(), array.getValue() + suffix, archive))
              .toList();
        });
  }

  @Override
  public Table read() {
    return first(Integer.MAX_VALUE);
  }

  @Override
  public Table first(int most) {
    return opened(archive -> table(archive, most));
  }

  /**
   * An open file.
   *
   * @param names of its arrays
   */
  private record Archive(ZipFile zip, List<String> names) {
    static Archive of(ZipFile zip) {
      return new Archive(
          zip,
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".npy"))
              .map(name -> name.substring(0, name.length() - 4))
              .toList());
    }

    /** For a message. */
    String known() {
      return "arrays: " + String.join(", ", names.subList(0, Math.min(names.size(), 20)));
    }
  }

  private interface Reading<T> {
    T from(Archive archive) throws IOException;
  }

  private <T> T opened(Reading<T> reading) {
    Path path = spec.path();
    Optional<Problem> missing = new TextFile(path).missing();
    if (missing.isPresent()) {
      throw new UserException(missing.get());
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return reading.from(Archive.of(zip));
    } catch (ZipException e) {
      throw new UserException(
          Problem.inFile(
              path,
              "is not an .npz file, or is damaged: " + e.getMessage(),
              "write it with numpy.savez(file, x=x, y=y)"),
          e);
    } catch (IOException e) {
      throw new UserException(Problem.inFile(path, "cannot be read: " + e.getMessage(), ""), e);
    }
  }

  // What there is

  private List<String> columns(Archive archive) throws IOException {
    List<String> columns = new ArrayList<>();
    Optional<List<String>> parts = parts(archive.names());
    Map<String, NpyArray> arrays = arrays(archive, suffixes(parts).get(0));
    arrays.forEach((column, array) -> columns.addAll(array.columns(column)));
    if (parts.isPresent()) {
      columns.add("part");
    }
    if (columns.size() > spec.limits().columns()) {
      throw refusal(
          "has more than %s columns".formatted(spec.limits().columns()),
          "if there are so many, raise " + KEY + ".limits.columns");
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new UserException(
            Problem.atKey(
                KEY + ".arrays",
                "more than one column is named '%s'".formatted(column),
                "give each array its own column, such as {ids: x, label: y}"));
      }
    }
    return columns;
  }

  /**
   * The parts of the file; empty if it has the named arrays only without parts, as new rows may.
   * Without names, an array without a part may as well be a mistake in the parts.
   */
  private Optional<List<String>> parts(List<String> names) {
    return spec.parts()
        .filter(
            parts ->
                spec.arrays().isEmpty()
                    || parts.stream().anyMatch(part -> !wanted(names, suffix(part)).isEmpty())
                    || wanted(names, "").isEmpty());
  }

  private static String suffix(String part) {
    return "_" + part;
  }

  /** The suffixes of array names, part by part. */
  private static List<String> suffixes(Optional<List<String>> parts) {
    return parts.map(of -> of.stream().map(NpzSource::suffix).toList()).orElse(List.of(""));
  }

  /** The arrays of a part that are there, without their suffix, by the columns they become. */
  private Map<String, String> wanted(List<String> names, String suffix) {
    Map<String, String> wanted = new LinkedHashMap<>();
    if (spec.arrays().isEmpty()) {
      names.stream()
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .forEach(name -> wanted.put(name, name));
    } else {
      spec.arrays()
          .forEach(
              (column, name) -> {
                if (names.contains(name + suffix)) {
                  wanted.put(column, name);
                }
              });
    }
    return wanted;
  }

  /**
   * The arrays of a part, by the columns that they become. Named ones may be missing, since the
   * labels of new rows are not known yet, but not all of them.
   */
  private Map<String, NpyArray> arrays(Archive archive, String suffix) throws IOException {
    List<String> names = archive.names();
    Map<String, String> wanted = wanted(names, suffixes(parts(names)).get(0));
    if (wanted.isEmpty()) {
      wanted.putAll(spec.arrays());
    }
    if (wanted.isEmpty()) {
      throw refusal(
          suffix.isEmpty() ? "has no arrays" : "has no array named like x" + suffix,
          archive.known());
    }
    List<Problem> problems = new ArrayList<>();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, String> column : wanted.entrySet()) {
      String name = column.getValue() + suffix;
      if (names.contains(name)) {
        arrays.put(column.getKey(), header(archive.zip(), name));
      } else {
        problems.add(
            noArray(
                spec.arrays().isEmpty() ? ".parts" : ".arrays." + column.getKey(), name, archive));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    long bytes = arrays.values().stream().mapToLong(array -> array.entry().getSize()).sum();
    if (bytes > most()) {
      throw refusal(
          "its arrays unpack to %s bytes, more than %s".formatted(bytes, most()),
          "check that the file is not malicious; if the size is what you expect, raise "
              + KEY
              + ".limits.unpacked");
    }
    return arrays;
  }

  /**
   * @param key of the config, under {@link #KEY}
   */
  private Problem noArray(String key, String name, Archive archive) {
    return Problem.atKey(
        KEY + key,
        "%s has no array '%s'".formatted(spec.path(), name),
        NearNames.question(name, archive.names()).map("%s  "::formatted).orElse("")
            + archive.known());
  }

  /** The most bytes that the file may unpack to. */
  private long most() throws IOException {
    return spec.limits().unpacked() * Math.max(Files.size(spec.path()), SMALLEST);
  }

  private NpyArray header(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    try (DataInputStream in = open(zip, entry)) {
      byte[] magic = in.readNBytes(MAGIC.length);
      int version = in.read();
      in.read();
      if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
        throw refusal("array '%s' is not in the .npy format, version 1 to 3".formatted(name), "");
      }
      int length =
          in.read() | in.read() << 8 | (version > 1 ? in.read() << 16 | in.read() << 24 : 0);
      if (length < 0 || length > HEADER) {
        throw damaged(name);
      }
      String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return array(entry, name, text, MAGIC.length + (version > 1 ? 6 : 4) + length);
    }
  }

  private NpyArray array(ZipEntry entry, String name, String header, int at) {
    Matcher fortran = FORTRAN.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!fortran.find() || !shape.find()) {
      throw damaged(name);
    }
    Matcher descr = DESCR.matcher(header);
    NpyType type =
        (descr.find() ? NpyType.of(descr.group(1)) : Optional.<NpyType>empty())
            .orElseThrow(
                () ->
                    refusal(
                        "array '%s' has neither numbers nor text: %s"
                            .formatted(name, header.strip()),
                        "save x.astype(float), or x.astype(str) for times"));
    long[] sizes =
        Stream.of(shape.group(1).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(size -> size.length() > 10 ? Long.MAX_VALUE : Long.parseLong(size))
            .toArray();
    if (sizes.length < 1 || sizes.length > 3 || (type.isObject() && sizes.length > 1)) {
      throw refusal(
          "array '%s' has %s dimensions, expected %s"
              .formatted(
                  name,
                  sizes.length,
                  type.isObject()
                      ? "1 for objects"
                      : "rows, rows and columns, or rows, steps and channels"),
          sizes.length > 1 ? "save x.reshape(len(x), -1)" : "save x.reshape(-1)");
    }
    if ((type.kind() == 'U' || type.kind() == 'S') && type.size() > 4L * spec.limits().cell()) {
      throw tooLong(name);
    }
    long width = 1;
    for (int i = 1; i < sizes.length; i++) {
      width = Math.min(sizes[i], Integer.MAX_VALUE) * width;
      if (width < 1 || width > spec.limits().columns()) {
        throw refusal(
            width < 1
                ? "array '%s' has no columns".formatted(name)
                : "array '%s' has more than %s columns".formatted(name, spec.limits().columns()),
            width < 1 ? "" : "if there are so many, raise " + KEY + ".limits.columns");
      }
    }
    long bytes = type.isObject() ? entry.getSize() : entry.getSize() - at;
    long row = type.isObject() ? 1 : width * type.size(); // bytes, of an object at least
    if (type.isObject() ? sizes[0] > bytes : sizes[0] > bytes / row || sizes[0] * row != bytes) {
      throw damaged(name);
    }
    int[] whole = Arrays.stream(sizes).mapToInt(size -> (int) size).toArray();
    return new NpyArray(entry, name, type, fortran.group(1).equals("True"), whole, at);
  }

  private static DataInputStream open(ZipFile zip, ZipEntry entry) throws IOException {
    return new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16));
  }

  // The rows

  private Table table(Archive archive, int most) throws IOException {
    List<String> columns = columns(archive);
    RowList rows = new RowList(spec.path(), columns);
    Optional<List<String>> parts = parts(archive.names());
    List<String> suffixes = suffixes(parts);
    for (int part = 0; part < suffixes.size() && rows.size() < most; part++) {
      Map<String, NpyArray> arrays = arrays(archive, suffixes.get(part));
      List<String> ofPart = new ArrayList<>();
      arrays.forEach((column, array) -> ofPart.addAll(array.columns(column)));
      NpyArray first = arrays.values().iterator().next();
      for (NpyArray array : arrays.values()) {
        if (array.rows() != first.rows()) {
          throw refusal(
              "array '%s' has %s rows, and '%s' %s"
                  .formatted(first.name(), first.rows(), array.name(), array.rows()),
              "list those that belong together under " + KEY + ".arrays");
        }
      }
      if (!ofPart.equals(columns.subList(0, ofPart.size())) || ofPart.size() < columns.size() - 1) {
        throw refusal(
            "its part '%s' has different columns from '%s'"
                .formatted(parts.get().get(part), parts.get().get(0)),
            "");
      }
      String[][] values = new String[Math.min(first.rows(), most - rows.size())][columns.size()];
      int offset = 0;
      for (NpyArray array : arrays.values()) {
        fill(archive.zip(), array, values, offset);
        offset += array.width();
      }
      for (String[] row : values) {
        if (parts.isPresent()) {
          row[offset] = parts.get().get(part);
        }
        rows.add(rows.size() + 1L, row);
      }
    }
    return rows.table("", "no row");
  }

  private void fill(ZipFile zip, NpyArray array, String[][] values, int offset) throws IOException {
    try (DataInputStream in = open(zip, array.entry())) {
      in.skipNBytes(array.at());
      if (array.type().isObject()) {
        fillObjects(in, array, values, offset);
      } else if (array.fortran()) {
        fillByColumn(in, array, values, offset);
      } else {
        for (String[] row : values) {
          for (int column = 0; column < array.width(); column++) {
            row[offset + column] = next(in, array);
          }
        }
      }
    } catch (EOFException e) {
      throw damaged(array.name());
    } catch (CharacterCodingException e) {
      throw refusal("array '%s' has text that is not Unicode".formatted(array.name()), "");
    }
  }

  /** Fortran order: the first index changes fastest. */
  private void fillByColumn(DataInputStream in, NpyArray array, String[][] values, int offset)
      throws IOException {
    int channels = array.shape().length == 3 ? array.shape()[2] : 1;
    int steps = array.width() / Math.max(1, channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int step = 0; step < steps; step++) {
        for (int row = 0; row < array.rows(); row++) {
          String value = next(in, array);
          if (row < values.length) {
            values[row][offset + step * channels + channel] = value;
          }
        }
      }
    }
  }

  private String next(DataInputStream in, NpyArray array) throws IOException {
    byte[] item = new byte[array.type().size()];
    in.readFully(item);
    return limited(array.type().text(item), array);
  }

  private void fillObjects(DataInputStream in, NpyArray array, String[][] values, int offset)
      throws IOException {
    long size = Math.min(array.entry().getSize() - array.at(), Integer.MAX_VALUE - 8);
    byte[] pickled = in.readNBytes((int) size);
    long left = most();
    int row = 0;
    try {
      List<Object> items = Pickle.items(pickled);
      if (items.size() != array.rows()) {
        throw damaged(array.name());
      }
      for (; row < values.length; row++) {
        String value = limited(Pickle.text(items.get(row), spec.limits().cell()), array);
        left -= value.length();
        if (left < 0) {
          throw refusal(
              "array '%s' has the same data many times over".formatted(array.name()),
              "if that is what you expect, raise " + KEY + ".limits.unpacked");
        }
        values[row][offset] = value;
      }
    } catch (Pickle.Refused e) {
      throw refusal(
          "array '%s' %s".formatted(array.name(), e.getMessage()),
          "save numbers or text, or one list of them per row");
    }
  }

  private String limited(String value, NpyArray array) {
    if (value.length() > spec.limits().cell()) {
      throw tooLong(array.name());
    }
    return value;
  }

  private UserException tooLong(String name) {
    return refusal(
        "array '%s' has a value of more than %s characters".formatted(name, spec.limits().cell()),
        "if there are such values, raise " + KEY + ".limits.cell");
  }

  private UserException damaged(String name) {
    return refusal(
        "array '%s' is damaged: its data do not match its header".formatted(name),
        "write the file again");
  }

  private UserException refusal(String what, String advice) {
    return new UserException(Problem.inFile(spec.path(), what, advice));
  }

  /** Opens {@link SourceSpec.Npz}. */
  public static final class Factory implements SourceFactory<SourceSpec.Npz> {
    @Override
    public Class<SourceSpec.Npz> spec() {
      return SourceSpec.Npz.class;
    }

    @Override
    public Source open(SourceSpec.Npz spec) {
      return new NpzSource(spec);
    }
  }
}
