package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.SourceSpec.ArrayLimits;
import dev.sluice.spec.SourceSpec.Npz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of src/test/resources/npz were written by NumPy, see make.py there. */
class NpzSourceTest implements SourceContract {
  private static final Path FILES = Path.of("src/test/resources/npz");

  @TempDir private Path folder;

  @Override
  public SourceSpec spec(Path file) {
    return new Npz(file, Map.of(), Optional.empty(), ArrayLimits.USUAL);
  }

  private Table read(String file) {
    return Sources.open(spec(FILES.resolve(file))).read();
  }

  @Override
  public List<List<String>> records() {
    return List.of(
        List.of("ids", "label"), List.of("7 300 9", "0"), List.of("", "1"), List.of("5", "1"));
  }

  /** As NumPy writes them by protocol 2; all numbers take two bytes. */
  @Override
  public Path write(Path folder, String name, List<List<String>> records) throws IOException {
    List<List<String>> rows = records.subList(1, records.size());
    ByteArrayOutputStream ids = header("|O", rows.size());
    put(
        ids,
        "\u0080\u0002cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\u0001b\u0087R");
    put(ids, "(K\u0001K" + (char) rows.size() + "\u0085cnumpy\ndtype\nU\u0002O8\u0085R\u0089](");
    for (List<String> row : rows) {
      put(ids, "](");
      for (String id : row.get(0).isEmpty() ? new String[0] : row.get(0).split(" ")) {
        int number = Integer.parseInt(id);
        put(ids, "M" + (char) (number & 0xff) + (char) (number >> 8));
      }
      put(ids, "e");
    }
    put(ids, "etb.");
    ByteArrayOutputStream labels = header("<i2", rows.size());
    for (List<String> row : rows) {
      put(labels, (char) Integer.parseInt(row.get(1)) + "\0");
    }
    Path file = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("ids.npy"));
      zip.write(ids.toByteArray());
      zip.putNextEntry(new ZipEntry("label.npy"));
      zip.write(labels.toByteArray());
    }
    return file;
  }

  private static ByteArrayOutputStream header(String descr, int rows) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }\n".formatted(descr, rows);
    put(file, "\u0093NUMPY\u0001\0" + (char) header.length() + "\0" + header);
    return file;
  }

  private static void put(ByteArrayOutputStream file, String bytes) throws IOException {
    file.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsTheReviewsThatKerasShips() {
    Npz spec =
        new Npz(
            FILES.resolve("imdb.npz"),
            Map.of("ids", "x"),
            Optional.of(List.of("train", "test")),
            ArrayLimits.USUAL);

    Table table = Sources.open(spec).read();

    assertThat(table.columns()).containsExactly("ids", "part");
    assertThat(SourceContract.valuesOf(table))
        .containsExactly(
            List.of("1 14 300 70000", "train"),
            List.of("", "train"),
            List.of("1099511627776 5", "train"),
            List.of("1 2", "test"),
            List.of("3", "test"));
    assertThat(Sources.open(spec).first(4).size()).isEqualTo(4);
  }

  @Test
  void partsAloneBringAllArraysThatHaveThem() {
    Npz spec =
        new Npz(
            FILES.resolve("imdb.npz"),
            Map.of(),
            Optional.of(List.of("test", "train")),
            ArrayLimits.USUAL);

    assertThat(Sources.open(spec).columns()).containsExactly("x", "y", "part");
    assertThat(SourceContract.valuesOf(Sources.open(spec).first(1)))
        .containsExactly(List.of("1 2", "1", "test"));
  }

  @Test
  void readsFilesOfNumPyBeforeVersion2() {
    assertThat(SourceContract.valuesOf(read("numpy1.npz")))
        .containsExactly(
            List.of("1 14 300 70000", "0"), List.of("", "1"), List.of("1099511627776 5", "1"));
  }

  @Test
  void readsEveryTypeOfNumbersAndText() {
    Table table = read("types.npz");

    assertThat(table.columns())
        .containsExactly(
            "truth", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "text",
            "ascii");
    assertThat(SourceContract.valuesOf(table))
        .containsExactly(
            List.of(
                "1",
                "-1",
                "-300",
                "-70000",
                "-4611686018427387904",
                "255",
                "65535",
                "4294967295",
                "18446744073709551615",
                "0.5",
                "0.1",
                "0.1",
                "Öl \uD83D\uDE00",
                "ab"),
            List.of(
                "0",
                "2",
                "2",
                "2",
                "2",
                "0",
                "0",
                "0",
                "0",
                "-65504.0",
                "NaN",
                "-1.0E300",
                "",
                "c"));
  }

  @Test
  void anArrayOfMoreDimensionsIsAColumnForEachOfItsOwn() {
    Table table = read("shapes.npz");

    assertThat(table.columns())
        .containsExactly(
            "x0", "x1", "x2", "f0", "f1", "f2", "c_0_0", "c_0_1", "c_1_0", "c_1_1", "c_2_0",
            "c_2_1", "d_0_0", "d_0_1", "d_1_0", "d_1_1", "d_2_0", "d_2_1", "one0", "one1");
    assertThat(SourceContract.valuesOf(table))
        .containsExactly(
            List.of(
                "0", "1", "2", "0", "10", "20", "0", "1", "2", "3", "4", "5", "0", "10", "20", "30",
                "40", "50", "0", "1"),
            List.of(
                "3", "4", "5", "30", "40", "50", "6", "7", "8", "9", "10", "11", "60", "70", "80",
                "90", "100", "110", "2", "3"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void readsObjectsOfEveryProtocol(int protocol) {
    assertThat(SourceContract.valuesOf(read("protocol" + protocol + ".npz")))
        .extracting(row -> row.get(0))
        .containsExactly("a text", "bytes", "", "1.5", "1", "1 2", "3 4", "7", "0.25 w");
  }

  @Test
  void readsObjectsThatPython2Wrote() {
    assertThat(SourceContract.valuesOf(read("python2.npz")))
        .containsExactly(List.of("1 4096"), List.of("5 w"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          code   | array 'x' has Python code, which Sluice never runs: posix.system
          class  | array 'x' has Python objects that are neither lists, numbers nor text (pickle opcode 0x7d)
          lists  | array 'x' has a list of lists
          words  | array 'x' has a list of texts that cannot be joined by spaces: one has white space in it
          cube   | array 'x' has 4 dimensions, expected rows, rows and columns, or rows, steps and channels
          times  | array 'x' has neither numbers nor text: {'descr': '<M8[D]', 'fortran_order': False, 'shape': (1,), }
          rows   | array 'x' has 3 rows, and 'y' 2
          claims | array 'x' is damaged: its data do not match its header
          zeros  | its arrays unpack to 10000128 bytes, more than 6553600
          """)
  void refusesWhatIsNoRows(String name, String what) {
    assertThatThrownBy(() -> read(name + ".npz"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(FILES.resolve(name + ".npz") + ": " + what + "\n");
  }

  @Test
  void namesTheArraysThatAreNotThere() {
    Npz spec =
        new Npz(
            FILES.resolve("imdb.npz"),
            Map.of("ids", "x_tran"),
            Optional.empty(),
            ArrayLimits.USUAL);

    assertThatThrownBy(() -> Sources.open(spec).columns())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.source.npz.arrays.ids: %s has no array 'x_tran'\n".formatted(spec.path())
                + "    did you mean 'x_train'?  arrays: x_train, y_train, x_test, y_test");
  }

  @Test
  void newRowsMayComeWithoutLabelsAndWithoutParts() {
    Map<String, String> arrays = Map.of("ids", "x", "label", "not_known_yet");
    Optional<List<String>> parts = Optional.of(List.of("train", "test"));

    Table labelsAreMissing =
        Sources.open(new Npz(FILES.resolve("imdb.npz"), arrays, parts, ArrayLimits.USUAL)).read();
    Table partsAreMissing =
        Sources.open(
                new Npz(
                    FILES.resolve("shapes.npz"),
                    Map.of("v", "x", "label", "y"),
                    parts,
                    ArrayLimits.USUAL))
            .read();

    assertThat(labelsAreMissing.columns()).containsExactly("ids", "part");
    assertThat(partsAreMissing.columns()).containsExactly("v0", "v1", "v2");
    assertThat(SourceContract.valuesOf(partsAreMissing))
        .containsExactly(List.of("0", "1", "2"), List.of("3", "4", "5"));
  }

  @Test
  void namesTheArraysThatTheFileDoesNotHave() {
    Npz spec =
        new Npz(
            FILES.resolve("imdb.npz"),
            Map.of("ids", "x", "label", "yy"),
            Optional.of(List.of("train", "test")),
            ArrayLimits.USUAL);

    List<Problem> absent = Sources.open(spec).absent();

    assertThat(new UserException(absent))
        .hasMessage(
            "data.source.npz.arrays.label: %s has no array 'yy_train'\n".formatted(spec.path())
                + "    did you mean 'y_train'?  arrays: x_train, y_train, x_test, y_test");
  }

  @Test
  void refusesColumnsOfTheSameName() {
    Npz spec =
        new Npz(
            FILES.resolve("shapes.npz"),
            Map.of("a", "x", "a1", "one"),
            Optional.empty(),
            ArrayLimits.USUAL);
    // x becomes a0, a1, a2; one a10, a11
    assertThat(Sources.open(spec).columns())
        .containsExactlyInAnyOrder("a0", "a1", "a2", "a10", "a11");

    Npz twice =
        new Npz(
            FILES.resolve("imdb.npz"),
            Map.of("part", "x"),
            Optional.of(List.of("train")),
            ArrayLimits.USUAL);
    assertThatThrownBy(() -> Sources.open(twice).columns())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("data.source.npz.arrays: more than one column is named 'part'");
  }

  @Test
  void refusesFilesThatAreNoArchive() throws IOException {
    Path file = Files.writeString(folder.resolve("x.npz"), "x,y\n1,2\n");

    assertThatThrownBy(() -> Sources.open(spec(file)).read())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": is not an .npz file, or is damaged: ");
  }

  /** Whatever a pickle holds, it is rows or a refusal. */
  @Test
  void aDamagedPickleIsRefusedOrRead() {
    byte[] pickle =
        ("\u0080\u0002cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u0085U\u0001b\u0087R"
                + "(K\u0001K\u0001\u0085cnumpy\ndtype\nU\u0002O8\u0085R\u0089](](K\u0001eetb.")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < pickle.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = pickle.clone();
        changed[at] = (byte) value;
        try {
          for (Object item : Pickle.items(changed)) {
            Pickle.text(item, 100);
          }
        } catch (Pickle.Refused e) {
          assertThat(e).hasMessageMatching("(?s)(has|is) .*");
        }
      }
    }
  }
}
