package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  /** Six ham, three spam and one that is neither. */
  private static Dataset load(String target) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add(List.of("w" + i, i < 6 ? "ham" : i < 9 ? "spam" : "no class"));
    }
    return Dataset.load(
        ConfigReader.parse(
                """
                name: mails
                data:
                  source: {csv: {path: mails.csv}}
                  input: {text: {column: text}}
                  target: {class: {column: label, %s}}
                network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
                """
                    .formatted(target),
                "mails.yaml",
                Path.of(""),
                List.of())
            .config()
            .data(),
        Table.of(List.of("text", "label"), rows));
  }

  private static List<Double> weights(Dataset data) {
    return ((OutputShape.Classes) data.pipeline().outputShape()).weights();
  }

  @Test
  void areThoseByNameAndOneForTheOthers() {
    assertThat(weights(load("weights: {spam: 3, no class: 0.5}"))).containsExactly(1.0, 0.5, 3.0);
  }

  @Test
  void balancedClassesWeighTheSameTogether() {
    // of 10 rows and 3 classes: 10 / (3 * 6), 10 / (3 * 1), 10 / (3 * 3)
    assertThat(weights(load("balanced: true")))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(10 / 18.0, 10 / 3.0, 10 / 9.0);
    assertThat(weights(load("balanced: true")).get(0) * 6).isCloseTo(10 / 3.0, within(1e-12));
  }

  @Test
  void aClassThatDoesNotExistIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> load("weights: {spamm: 3, 'no.class': 2}"))
        .hasMessage(
            """
            data.target.class.weights.spamm: column 'label' has no class 'spamm'
                did you mean 'spam'?  classes: ham, no class, spam
            data.target.class.weights."no.class": column 'label' has no class 'no.class'
                did you mean 'no class'?  classes: ham, no class, spam\
            """);
  }

  @Test
  void weightsAreAboveZeroAndExcludeBalanced() {
    assertThatThrownBy(() -> load("weights: {spam: 0}, balanced: true"))
        .hasMessage(
            """
            mails.yaml:5:51: data.target.class.weights.spam: a weight is a number above 0, found 0.0
                write 1 for a class that counts as others do
            mails.yaml:5:65: data.target.class.balanced: excludes weights, which do this for each class
                keep one of them\
            """);
  }
}
