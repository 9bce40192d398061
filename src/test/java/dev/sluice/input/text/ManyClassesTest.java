package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.task.classes.FittedClasses;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many classes as a careless choice of column gives, an id for example. */
class ManyClassesTest {
  private static final int CLASSES = 100_000;

  /** Quadratic work, 10^10 comparisons, takes minutes; a fair share of it is a hundredth. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aHundredThousandClassesAreReadCheckedAndSummed() {
    Table rows =
        Table.of(
            List.of("text", "label"),
            IntStream.range(0, 2 * CLASSES)
                .mapToObj(i -> List.of("word" + i % 1000, "c" + i % CLASSES))
                .toList());

    Dataset data =
        Dataset.load(
            ConfigReader.parse(
                    """
                    name: many
                    data:
                      source: {csv: {path: many.csv}}
                      input: {text: {column: text}}
                      target: {class: {column: label}}
                    network: [{embedding: {size: 8}}, {lstm: {units: 8}}]
                    """,
                    "many.yaml",
                    Path.of(""),
                    List.of())
                .config()
                .data(),
            rows);
    data.warnings();
    data.summary();

    assertThat(((FittedClasses) data.pipeline().target()).names()).hasSize(CLASSES);
    assertThat(data.examples(Part.TRAINING).size()).isEqualTo(2 * CLASSES);
  }
}
