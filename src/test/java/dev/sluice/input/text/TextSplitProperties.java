package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SplitSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

class TextSplitProperties {
  /** How many rows of each class, "a" first, a part has. */
  private static int[] classes(Rows rows, int count) {
    int[] counts = new int[count];
    for (int row : rows.indexes()) {
      counts[rows.table().value(row, 1).charAt(0) - 'a']++;
    }
    return counts;
  }

  @Property(tries = 300)
  void everyRowIsInExactlyOnePartAndEachClassHasItsShare(
      @ForAll @IntRange(min = 15, max = 120) int first,
      @ForAll @IntRange(min = 15, max = 120) int second,
      @ForAll @IntRange(min = 15, max = 120) int third,
      @ForAll @DoubleRange(min = 0.1, max = 0.4) double share,
      @ForAll long seed) {
    Table table = Texts.ofClasses(first, second, third);
    int[] sizes = {first, second, third};
    DataSpec spec =
        Texts.spec(
            new SplitSpec(Optional.of(Texts.share(share)), Optional.of(Texts.share(share)), seed));

    Map<Part, Rows> parts = RowSplit.split(spec, table, Map.of(), TextSplitTest.CLASSES, Rows.CUT);

    assertThat(Stream.of(Part.values()).flatMapToInt(p -> Arrays.stream(parts.get(p).indexes())))
        .hasSize(table.size())
        .doesNotHaveDuplicates();
    int wanted = (int) Math.round(share * table.size());
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      int[] counts = classes(parts.get(part), 3);
      assertThat(Arrays.stream(counts).sum()).isEqualTo(wanted);
      for (int c = 0; c < 3; c++) {
        // two classes may each take one row more than their share, for their first
        assertThat((double) counts[c])
            .isCloseTo((double) wanted * sizes[c] / table.size(), Offset.offset(2.0));
        assertThat(counts[c]).isGreaterThanOrEqualTo(wanted < 3 ? 0 : 1);
      }
    }
  }
}
