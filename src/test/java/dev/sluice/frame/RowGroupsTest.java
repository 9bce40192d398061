package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowGroupsTest {
  private static final List<String> COLUMNS = List.of("id", "x", "label", "part");
  private static final TargetColumns LABEL =
      new TargetColumns(Map.of(), Optional.of("label"), examples -> List.of());
  private static final Cut<RowGroups> BY_ID = RowGroups.by("id");

  private static Table table(List<List<String>> rows) {
    return Table.of(COLUMNS, rows);
  }

  private static Map<Part, RowGroups> split(Table table, String parts) {
    String config =
        """
        name: groups
        data:
          source: {csv: {path: in-memory.csv}}
          split: PARTS
          input: {text: {column: x}}
          target: {class: {column: label}}
        network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
        """
            .replace("PARTS", parts);
    return RowSplit.split(
        ConfigReader.parse(config, "groups.yaml", Path.of(""), List.of()).config().data(),
        table,
        Map.of(),
        LABEL,
        BY_ID);
  }

  @Test
  void rowsWithTheSameValueAreOneSequenceWhereverTheyStand() {
    Table table =
        table(
            List.of(
                List.of("b", "1", "u", ""),
                List.of("a", "2", "v", ""),
                List.of("b", "3", "u", ""),
                List.of("a", "4", "v", ""),
                List.of("b", "5", "u", "")));

    RowGroups sequences = BY_ID.all(table);

    assertThat(sequences.indexes()).isDeepEqualTo(new int[][] {{0, 2, 4}, {1, 3}});
    assertThat(sequences.value(0, 2, 1)).isEqualTo("5");
    assertThat(sequences.recordNumber(1)).isEqualTo(2);
    assertThat(sequences.counted(sequences.size())).isEqualTo("2 sequences");
  }

  @Test
  void aRowThatBelongsToNoSequenceIsNamed() {
    Table table = table(List.of(List.of("a", "1", "u", ""), List.of(" ", "2", "u", "")));

    assertThatThrownBy(() -> BY_ID.all(table))
        .hasMessage(
            "rows:2: column 'id' is empty: the row belongs to no sequence\n"
                + "    fill it in, or leave out the row");
  }

  @Test
  void aTargetThatDiffersWithinASequenceIsNamedWithItsLine() {
    Table table =
        table(
            List.of(
                List.of("a", "1", "u", ""),
                List.of("a", "2", "u", ""),
                List.of("a", "3", "v", "")));

    assertThat(BY_ID.all(table).contradictions("label").stream().map(Problem::toString))
        .containsExactly(
            "rows:3: column 'label': 'v' here, but 'u' in line 1, where 'id' is also 'a'\n"
                + "    a sequence has one value; write the same in all its rows");
  }

  @Property(tries = 50)
  void noSequenceIsEverTorn(
      @ForAll @IntRange(min = 8, max = 40) int sequences,
      @ForAll @IntRange(min = 1, max = 5) int longest,
      @ForAll long seed) {
    List<List<String>> rows = new ArrayList<>();
    for (int step = 0; step < longest; step++) {
      for (int i = 0; i < sequences; i++) {
        if (step <= i % longest) {
          rows.add(List.of("s" + i, "" + step, i % 2 == 0 ? "u" : "v", ""));
        }
      }
    }

    Map<Part, RowGroups> parts =
        split(table(rows), "{validation: {share: 0.2}, test: {rows: 3}, seed: %s}".formatted(seed));

    assertThat(parts.get(Part.TEST).size()).isEqualTo(3);
    assertThat(parts.get(Part.VALIDATION).size()).isEqualTo((int) Math.round(0.2 * sequences));
    assertThat(
            parts.values().stream()
                .flatMap(part -> Arrays.stream(part.indexes()).flatMapToInt(Arrays::stream).boxed())
                .sorted()
                .toList())
        .isEqualTo(IntStream.range(0, rows.size()).boxed().toList());
    Stream<String> ids =
        parts.values().stream()
            .flatMap(part -> IntStream.range(0, part.size()).mapToObj(i -> part.value(i, 0)));
    assertThat(ids).doesNotHaveDuplicates().hasSize(sequences);
  }

  @Test
  void classesAreSharedOutBySequencesNotByRows() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (int step = 0; step < (i < 10 ? 30 : 1); step++) {
        rows.add(List.of("s" + i, "1", i < 10 ? "long" : "short", ""));
      }
    }

    RowGroups test = split(table(rows), "{test: {share: 0.2}}").get(Part.TEST);

    assertThat(
            IntStream.range(0, test.size())
                .mapToObj(i -> test.value(i, 2))
                .collect(Collectors.groupingBy(label -> label, Collectors.counting())))
        .isEqualTo(Map.of("long", 2L, "short", 2L));
  }

  @Test
  void aSequenceInTwoPartsIsRefusedByName() {
    Table table =
        table(
            List.of(
                List.of("a", "1", "u", "train"),
                List.of("b", "1", "v", "train"),
                List.of("b", "2", "v", "test")));

    assertThatThrownBy(() -> split(table, "{test: {column: part, value: test}}"))
        .hasMessageContaining(
            "rows:3: column 'part': 'test' here, but 'train' in line 2, where 'id' is also 'b'");
  }

  @Test
  void aFileOfItsOwnMayNumberItsSequencesAnew(@TempDir Path folder) throws Exception {
    Path test = Files.writeString(folder.resolve("test.csv"), "id,x,label,part\na,7,u,\na,8,u,\n");
    Table table = table(List.of(List.of("a", "1", "u", ""), List.of("b", "1", "v", "")));

    Map<Part, RowGroups> parts = split(table, "{test: {file: '%s'}}".formatted(test));

    assertThat(parts.get(Part.TRAINING).size()).isEqualTo(2);
    assertThat(parts.get(Part.TEST).size()).isEqualTo(1);
    assertThat(parts.get(Part.TEST).value(0, 1, 1)).isEqualTo("8");
  }
}
