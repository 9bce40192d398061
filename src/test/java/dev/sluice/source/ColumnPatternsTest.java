package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnPatternsTest {
  private static final List<String> COLUMNS =
      List.of("label", "t10", "t2", "t0", "t1", "x 01", "x 02", "a*");

  private static List<String> expand(String... patterns) {
    return ColumnPatterns.expand(List.of(patterns), COLUMNS, "columns");
  }

  @Test
  void aRangeIsItsNumbersInOrder() {
    assertThat(expand("t0..t2")).containsExactly("t0", "t1", "t2");
    assertThat(expand("t2..t2")).containsExactly("t2");
    assertThat(
            ColumnPatterns.expand(List.of("t8..t11"), List.of("t8", "t9", "t10", "t11"), "columns"))
        .containsExactly("t8", "t9", "t10", "t11");
  }

  @Test
  void aRangeKeepsTheZerosAtItsFront() {
    assertThat(expand("x 01..x 02")).containsExactly("x 01", "x 02");
  }

  @Test
  void aRangeOfBareNumbersHasNoPrefix() {
    assertThat(ColumnPatterns.expand(List.of("9..11"), List.of("11", "10", "9"), "columns"))
        .containsExactly("9", "10", "11");
  }

  @Test
  void aStarStandsForAnyCharactersInNaturalOrder() {
    assertThat(expand("t*")).containsExactly("t0", "t1", "t2", "t10");
    assertThat(expand("*0*")).containsExactly("t0", "t10", "x 01", "x 02");
    assertThat(ColumnPatterns.expand(List.of("*"), List.of("b10a", "b9", "b09", "a"), "columns"))
        .containsExactly("a", "b09", "b9", "b10a");
    String long44 = "4".repeat(44);
    assertThat(ColumnPatterns.expand(List.of("*"), List.of("t" + long44, "t5"), "columns"))
        .containsExactly("t5", "t" + long44);
  }

  @Test
  void aNameOfAColumnIsNoPattern() {
    assertThat(expand("label", "a*", "t10")).containsExactly("label", "a*", "t10");
    assertThat(ColumnPatterns.expand(List.of("t0..t1"), List.of("t0", "t1", "t0..t1"), "columns"))
        .containsExactly("t0..t1");
  }

  @Test
  void namesEveryPatternThatNoColumnFits() {
    assertThatThrownBy(() -> expand("t0..t3", "labels", "y*", "t2..t1", "t0..x1", "a..b"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            columns[0]: 't0..t3' needs a column 't3', which does not exist
                did you mean 't2'?  columns: label, t10, t2, t0, t1, x 01, x 02, a*
            columns[1]: there is no column 'labels'
                did you mean 'label'?  columns: label, t10, t2, t0, t1, x 01, x 02, a*
            columns[2]: no column matches 'y*'
                columns: label, t10, t2, t0, t1, x 01, x 02, a*
            columns[3]: the range 't2..t1' ends before it begins
                write t1..t2
            columns[4]: 't0..x1' is not a range of columns
                write two names that differ only in the number at their end, such as t0..t149
            columns[5]: 'a..b' is not a range of columns
                write two names that differ only in the number at their end, such as t0..t149""");
  }

  @Test
  void refusesAColumnThatIsMeantTwice() {
    assertThatThrownBy(() -> expand("t0..t2", "t1", "label", "label"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            columns[1]: column 't1' is matched by 't0..t2' and by 't1'
                list each column once
            columns[3]: column 'label' is listed twice
                list each column once""");
  }

  @Test
  void listsTheFirstOfManyColumnsAndStopsAtTheFirstThatIsNotThere() {
    List<String> many = IntStream.range(0, 150).mapToObj(i -> "t" + i).toList();

    assertThatThrownBy(
            () -> ColumnPatterns.expand(List.of("t0..t99999999999999999999"), many, "columns"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "columns[0]: 't0..t99999999999999999999' needs a column 't150', which does not exist\n")
        .hasMessageEndingWith("t18, t19, ... (150 in all)");
  }
}
