package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.frame.SplitWarnings;
import dev.sluice.frame.TargetColumns;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.SplitSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupSplitTest {
  private static final TargetColumns CLASSES =
      new TargetColumns(
          Map.of("data.target.class.column", "sentiment"),
          Optional.of("sentiment"),
          examples -> List.of());

  private static SplitSpec grouped(SplitSpec.Part validation, SplitSpec.Part test, long seed) {
    return new SplitSpec(
        Optional.ofNullable(validation),
        Optional.ofNullable(test),
        Optional.of(seed),
        Optional.of("film"));
  }

  private static Map<Part, Rows> split(Table table, SplitSpec split) {
    return RowSplit.split(
        Texts.spec(split), table, Map.of("data.input.text.column", "review"), CLASSES, Rows.CUT);
  }

  private static Table table(List<List<String>> rows) {
    return Table.of(List.of("review", "sentiment", "film"), rows);
  }

  /** Films of one to {@code most} rows; two of three rows are of class "a". */
  private static Table films(int count, int most, long seed) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int film = 0; film < count; film++) {
      for (int i = random.nextInt(most); i >= 0; i--) {
        rows.add(List.of("r", random.nextInt(3) > 0 ? "a" : "b", "film " + film));
      }
    }
    return table(rows);
  }

  private static Set<String> groups(Rows rows) {
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      groups.add(rows.value(i, 2));
    }
    return groups;
  }

  private static long count(Rows rows, String sentiment) {
    long count = 0;
    for (int i = 0; i < rows.size(); i++) {
      count += rows.value(i, 1).equals(sentiment) ? 1 : 0;
    }
    return count;
  }

  @Property(tries = 100)
  void noGroupIsInTwoPartsAndNoRowIsLost(
      @ForAll @IntRange(min = 60, max = 150) int films,
      @ForAll @IntRange(min = 1, max = 9) int most,
      @ForAll @DoubleRange(min = 0.1, max = 0.3) double share,
      @ForAll long seed) {
    Table table = films(films, most, seed);

    Map<Part, Rows> parts = split(table, grouped(Texts.share(share), Texts.share(share), seed));

    Map<String, Part> seen = new HashMap<>();
    int rows = 0;
    for (Part part : Part.values()) {
      for (String film : groups(parts.get(part))) {
        assertThat(seen.put(film, part)).isNull();
      }
      rows += parts.get(part).size();
    }
    assertThat(rows).isEqualTo(table.size());
  }

  /** Within the size of a group in most draws; whole groups cannot always come nearer. */
  @Test
  void eachClassHasNearlyItsShare() {
    int most = 4;
    double share = 0.2;
    int near = 0;
    for (long seed = 1; seed <= 100; seed++) {
      Table table = films(100, most, seed);
      Rows all = Rows.all(table);
      Rows test = split(table, grouped(null, Texts.share(share), seed)).get(Part.TEST);
      near +=
          Stream.of("a", "b")
                  .allMatch(of -> Math.abs(count(test, of) - share * count(all, of)) <= most)
              ? 1
              : 0;
    }
    assertThat(near).isGreaterThanOrEqualTo(85);
  }

  @Test
  void theSplitFollowsItsSeedAndTheTestPartDoesNotDependOnTheValidationPart() {
    Table table = films(50, 4, 1);
    int[] seven = split(table, grouped(null, Texts.share(0.2), 7)).get(Part.TEST).indexes();

    int[] again =
        split(table, grouped(Texts.share(0.3), Texts.share(0.2), 7)).get(Part.TEST).indexes();
    int[] eight = split(table, grouped(null, Texts.share(0.2), 8)).get(Part.TEST).indexes();

    assertThat(again).isEqualTo(seven);
    assertThat(eight).isNotEqualTo(seven);
  }

  @Test
  void aGroupLargerThanAPartTrains() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(List.of("r", i % 2 == 0 ? "a" : "b", i < 24 ? "Titanic" : "film " + i / 2));
    }

    Map<Part, Rows> parts = split(table(rows), grouped(null, Texts.share(0.2), 7));

    assertThat(groups(parts.get(Part.TRAINING))).contains("Titanic");
    assertThat(parts.get(Part.TEST).size()).isEqualTo(8);
    assertThat(SplitWarnings.in(grouped(null, Texts.share(0.2), 7), parts))
        .map(warning -> warning.toProblem().toString())
        .singleElement()
        .asString()
        .startsWith(
            "data.split.group: group_too_large: 'Titanic' has 24 of 40 rows, and cannot be divided");
  }

  @Test
  void rowsWithoutAValueAreGroupsOfTheirOwnAndBlanksAroundAValueDoNotCount() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(List.of("r", i % 2 == 0 ? "a" : "b", i < 20 ? " " : i < 30 ? "Heat" : " Heat "));
    }

    Map<Part, Rows> parts = split(table(rows), grouped(null, Texts.rows(10), 7));

    assertThat(groups(parts.get(Part.TEST))).containsExactly(" ");
    assertThat(parts.get(Part.TEST).size()).isEqualTo(10);
    assertThat(SplitWarnings.groups(grouped(null, Texts.rows(10), 7), parts))
        .hasValue(Map.of("test", 10, "training", 11));
  }

  @Test
  void warnsOfAGroupThatAColumnTears() {
    Table table =
        Table.of(
            List.of("review", "sentiment", "film", "part"),
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        List.of(
                            "r", i % 2 == 0 ? "a" : "b", "film " + i / 4, i < 6 ? "test" : "train"))
                .toList());
    SplitSpec split = grouped(Texts.share(0.2), Texts.marked("part", "test"), 7);

    Map<Part, Rows> parts = split(table, split);

    assertThat(SplitWarnings.in(split, parts))
        .map(warning -> warning.problem().what())
        .singleElement()
        .asString()
        .startsWith(
            "1 of 5 groups of column 'film' are in two parts, the first of them 'film 1' (");
  }

  @Test
  void warnsWhereNothingIsKeptTogether() {
    SplitSpec split = grouped(null, Texts.share(0.2), 7);

    assertThat(SplitWarnings.in(split, split(films(20, 1, 1), split)))
        .map(warning -> warning.problem().what())
        .containsExactly("no value of column 'film' is in two rows");
  }

  private static void assertMessage(Table table, SplitSpec split, String message) {
    assertThatThrownBy(() -> split(table, split))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @Test
  void refusesPartsThatNoGroupFits() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(List.of("r", i % 2 == 0 ? "a" : "b", i < 20 ? "Heat" : "Alien"));
    }

    assertMessage(
        table(rows),
        grouped(null, Texts.share(0.1), 7),
        "data.split.group: none of the 2 groups of column 'film' fits into the test part, which takes 4 of 40 rows\n"
            + "    make the part larger, or choose a column with smaller groups; each class keeps a group for training");
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertMessage(
        Texts.ofClasses(5, 5),
        grouped(null, Texts.share(0.2), 7),
        "data.split.group: rows has no column 'film'\n" + "    columns: review, sentiment");
  }

  @Test
  void refusesTheTarget() {
    SplitSpec split =
        new SplitSpec(
            Optional.empty(),
            Optional.of(Texts.share(0.2)),
            Optional.empty(),
            Optional.of("sentiment"));

    assertMessage(
        Texts.ofClasses(5, 5),
        split,
        "data.split.group: 'sentiment' is the target: each of its values would be in only one part\n"
            + "    choose a column that identifies rows that belong together");
  }

  @Test
  void refusesASplitThatDrawsNothing() {
    assertThatThrownBy(() -> grouped(null, Texts.marked("part", "test"), 7))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("has no effect where no part is drawn by share or rows");
  }
}
