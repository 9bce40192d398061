package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.TargetColumns;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSplitTest {
  static final TargetColumns CLASSES =
      new TargetColumns(Map.of(), Optional.of("sentiment"), examples -> List.of());

  private static SplitSpec parts(SplitSpec.Part validation, SplitSpec.Part test) {
    return new SplitSpec(Optional.ofNullable(validation), Optional.ofNullable(test), 7);
  }

  private static Map<Part, Rows> split(Table table, SplitSpec split) {
    return RowSplit.split(Texts.spec(split), table, Map.of(), CLASSES, Rows.CUT);
  }

  /** How many rows of each class, "a" first, a part has. */
  private static int[] classes(Rows rows, int count) {
    int[] counts = new int[count];
    for (int row : rows.indexes()) {
      counts[rows.table().value(row, 1).charAt(0) - 'a']++;
    }
    return counts;
  }

  private static void assertMessage(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessage(message);
  }

  @Test
  void sharesAreOfAllRowsAndOfEachClass() {
    Table table = Texts.ofClasses(60, 40);

    Map<Part, Rows> parts = split(table, parts(Texts.share(0.1), Texts.share(0.2)));

    assertThat(classes(parts.get(Part.TRAINING), 2)).containsExactly(42, 28);
    assertThat(classes(parts.get(Part.VALIDATION), 2)).containsExactly(6, 4);
    assertThat(classes(parts.get(Part.TEST), 2)).containsExactly(12, 8);
  }

  @Test
  void aRareClassGetsARowInEveryPart() {
    Map<Part, Rows> parts = split(Texts.ofClasses(97, 3), parts(Texts.rows(5), Texts.rows(5)));

    assertThat(classes(parts.get(Part.TRAINING), 2)).containsExactly(89, 1);
    assertThat(classes(parts.get(Part.VALIDATION), 2)).containsExactly(4, 1);
    assertThat(classes(parts.get(Part.TEST), 2)).containsExactly(4, 1);
  }

  @Test
  void aClassOfOneRowTrains() {
    Map<Part, Rows> parts = split(Texts.ofClasses(10, 1), parts(Texts.rows(2), Texts.rows(2)));

    assertThat(classes(parts.get(Part.TRAINING), 2)).containsExactly(6, 1);
  }

  @Test
  void aLargePartLeavesTheOthersNoRowOfEachClass() {
    Map<Part, Rows> parts = split(Texts.ofClasses(3, 3, 3), parts(Texts.rows(1), Texts.rows(5)));

    assertThat(parts.get(Part.TEST).indexes()).hasSize(5);
    assertThat(parts.get(Part.VALIDATION).indexes()).hasSize(1);
    assertThat(classes(parts.get(Part.TRAINING), 3)).containsExactly(1, 1, 1);
  }

  @Test
  void theTestPartDoesNotDependOnTheValidationPart() {
    Table table = Texts.ofClasses(60, 40);

    int[] alone = split(table, parts(null, Texts.share(0.2))).get(Part.TEST).indexes();
    int[] beside = split(table, parts(Texts.share(0.3), Texts.share(0.2))).get(Part.TEST).indexes();

    assertThat(beside).isEqualTo(alone);
  }

  @Test
  void theSplitFollowsItsSeed() {
    Table table = Texts.ofClasses(60, 40);
    SplitSpec.Part share = Texts.share(0.2);

    int[] seven = split(table, parts(null, share)).get(Part.TEST).indexes();
    int[] again = split(table, parts(null, share)).get(Part.TEST).indexes();
    int[] eight =
        split(table, new SplitSpec(Optional.empty(), Optional.of(share), 8))
            .get(Part.TEST)
            .indexes();

    assertThat(again).isEqualTo(seven);
    assertThat(eight).isNotEqualTo(seven);
  }

  @Test
  void aColumnNamesTheRowsOfAPartAndSharesAreDrawnFromTheOthers() {
    Table table =
        Table.of(
            List.of("review", "sentiment", "part"),
            IntStream.range(0, 20)
                .mapToObj(i -> List.of("r", i % 2 == 0 ? "a" : "b", i < 6 ? "test" : "train"))
                .toList());

    Map<Part, Rows> parts = split(table, parts(Texts.share(0.1), Texts.marked("part", "test")));

    assertThat(parts.get(Part.TEST).indexes()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(parts.get(Part.VALIDATION).indexes()).hasSize(2).doesNotContain(0, 1, 2, 3, 4, 5);
    assertThat(parts.get(Part.TRAINING).indexes()).hasSize(12);
  }

  @Test
  void composedAndDecomposedValuesAreTheSamePartAndTheSameClass() {
    Table table =
        Table.of(
            List.of("review", "sentiment", "part"),
            IntStream.range(0, 12)
                .mapToObj(
                    i ->
                        List.of(
                            "r",
                            i % 2 == 0 ? "\u00e9" : "e\u0301",
                            i < 4 ? "te\u0301st" : i < 6 ? "t\u00e9st" : "train"))
                .toList());

    Map<Part, Rows> parts = split(table, parts(Texts.rows(5), Texts.marked("part", "t\u00e9st")));

    assertThat(parts.get(Part.TEST).indexes()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(parts.get(Part.VALIDATION).indexes()).hasSize(5); // one class: one row trains
  }

  @Test
  void aFileIsAPartOfItsOwn(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("test.csv"), "review,sentiment\nfine,a\nbad,b\n");

    Map<Part, Rows> parts = split(Texts.ofClasses(5, 5), parts(Texts.rows(2), Texts.file(file)));

    assertThat(parts.get(Part.TEST).table().name()).isEqualTo(file.toString());
    assertThat(parts.get(Part.TEST).indexes()).containsExactly(0, 1);
    assertThat(parts.get(Part.TRAINING).indexes()).hasSize(8);
  }

  @Test
  void refusesTheSameFileForTwoParts(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("more.csv"), "review,sentiment\nfine,a\nbad,b\n");

    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(Texts.file(file), Texts.file(file))),
        "data.split.validation.file: "
            + file
            + " is already used for another part\n"
            + "    a row can only be in one part; use share, rows, or column with value");
  }

  @Test
  void refusesARowInTwoParts() {
    assertMessage(
        () ->
            split(
                Texts.ofClasses(5, 5),
                parts(Texts.marked("review", "word 1"), Texts.marked("sentiment", "a"))),
        "data.split.validation.value: line 2 of rows is already in the test part\n"
            + "    a row can only be in one part");
  }

  @Test
  void refusesATime() {
    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(null, Texts.from("1958-01"))),
        "data.split.test.from: only a series can be split at a time\n"
            + "    use share, rows, file, or column with value");
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(null, Texts.marked("sentimant", "a"))),
        "data.split.test.column: rows has no column 'sentimant'\n"
            + "    did you mean 'sentiment'?  columns: review, sentiment");
  }

  @Test
  void refusesAValueThatNoRowHas() {
    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(null, Texts.marked("sentiment", "test"))),
        "data.split.test.value: no row has 'test' in column 'sentiment'\n"
            + "    the column has: a, b");
  }

  @Test
  void refusesAShareOfLessThanARow() {
    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(null, Texts.share(0.01))),
        "data.split.test.share: this is less than one of 10 rows\n"
            + "    use a larger share, or rows");
  }

  @Test
  void refusesMoreRowsThanThereAre() {
    assertMessage(
        () -> split(Texts.ofClasses(5, 5), parts(null, Texts.rows(9))),
        "data.split.test.rows: needs 9 of 10 rows, and only 8 are available\n"
            + "    the others are in another part, or are the last of their class, which stays in training");
  }

  @Test
  void refusesToLeaveNothingToTrain() {
    Table table =
        Table.of(List.of("review", "sentiment"), List.of(List.of("x", "a"), List.of("y", "a")));

    assertMessage(
        () -> split(table, parts(null, Texts.marked("sentiment", "a"))),
        "data.split: the other parts take all 2 rows, so none is left for training\n"
            + "    make them smaller");
  }
}
