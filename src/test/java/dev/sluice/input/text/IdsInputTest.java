package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdsInputTest {
  private static Config config(String more) {
    return ConfigReader.parse(
            """
            name: ids
            data:
              source: {csv: {path: in-memory.csv}}
              input: {ids: {column: words MORE}}
              target: {class: {column: label}}
            network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
            """
                .replace("MORE", more),
            "ids.yaml",
            Path.of(""),
            List.of())
        .config();
  }

  private static Table table(String... cells) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      rows.add(List.of(cells[i], i % 2 == 0 ? "good" : "bad"));
    }
    return Table.of(List.of("words", "label"), rows);
  }

  private static EncodedTexts encoded(String more, String... cells) {
    return (EncodedTexts)
        Dataset.load(config(more).data(), table(cells)).examples(Part.TRAINING).input();
  }

  @Test
  void stepsKnowThePositionsOfTheirTokens() {
    String[] cells = {"5 6 7 8", ""};

    assertThat(encoded("", cells).positions(0)).containsExactly(0, 1, 2, 3);
    assertThat(encoded(", start: 1", cells).positions(0)).containsExactly(-1, 0, 1, 2, 3);
    assertThat(encoded(", max_length: 3, keep: end", cells).positions(0)).containsExactly(1, 2, 3);
    assertThat(encoded(", max_length: 3, keep: both", cells).positions(0)).containsExactly(0, 1, 3);
    assertThat(encoded(", max_length: 6, mask: false", cells).positions(0))
        .containsExactly(-1, -1, 0, 1, 2, 3);
    assertThat(encoded(", max_length: 6, mask: false, padding: post", cells).positions(0))
        .containsExactly(0, 1, 2, 3, -1, -1);
    assertThat(encoded("", cells).positions(1)).containsExactly(0);
  }

  @Test
  void idsStayAsTheyAreAndLargerOnesBecomeUnknown() {
    EncodedTexts texts = encoded(", num_words: 20", "1 14 22", "[1, 20, 19, 2]");

    assertThat(texts.ids(0)).containsExactly(1, 14, 2);
    assertThat(texts.ids(1)).containsExactly(1, 2, 19, 2);
    assertThat(texts.tokens(0)).containsExactly("1", "14", "22");
    assertThat(texts.unknownTokens()).isEqualTo(3);
  }

  @Test
  void withoutNumWordsTheTrainingPartSaysHowManyThereAre() {
    Dataset data = Dataset.load(config("").data(), table("1 14 22", "1 7"));

    assertThat(data.pipeline().inputShape())
        .isEqualTo(new InputShape.Tokens(23, 200, Optional.empty(), Optional.empty(), 2));
    EncodedTexts later = (EncodedTexts) data.pipeline().unlabelled(table("1 23 22")).input();
    assertThat(later.ids(0)).containsExactly(1, 2, 22);
    assertThat(Pipeline.fromJson(config("").data(), data.pipeline().toJson()).toJson())
        .isEqualTo(data.pipeline().toJson());
  }

  @Test
  void paddingAroundTheIdsIsLeftOutAndAnEmptyCellIsOneUnknownId() {
    EncodedTexts texts = encoded("", "0 0 1 14", "[1, 9, 0]", " ", "[]");

    assertThat(texts.ids(0)).containsExactly(1, 14);
    assertThat(texts.ids(1)).containsExactly(1, 9);
    assertThat(texts.ids(2)).containsExactly(2);
    assertThat(texts.ids(3)).containsExactly(2);
    assertThat(texts.emptyTexts()).isEqualTo(2);
  }

  @Test
  void indexFromIsAddedAndAStartIsPutBefore() {
    EncodedTexts texts =
        encoded(", num_words: 20, index_from: 3, start: 1", "[14, 22]", "", "16 17");

    assertThat(texts.ids(0)).containsExactly(1, 17, 2);
    assertThat(texts.ids(1)).containsExactly(1);
    assertThat(texts.ids(2)).containsExactly(1, 19, 2);
    assertThat(texts.tokens(0)).containsExactly("14", "22");
    assertThat(texts.token(17)).isEqualTo("14");
    assertThat(
            Dataset.load(config(", index_from: 3").data(), table("7", "4")).pipeline().inputShape())
        .isEqualTo(new InputShape.Tokens(11, 200, Optional.empty(), Optional.empty(), 2));
  }

  @Test
  void aStartThatIsNoKnownIdIsRefused() {
    assertThatThrownBy(() -> config(", num_words: 20, start: 20"))
        .hasMessageContaining("ids.start: 20 is not below num_words, 20");
  }

  @Test
  void longerTextsAreCutAndPaddingMayBeSeenAsInTexts() {
    EncodedTexts texts =
        encoded(", max_length: 3, keep: end, mask: false, padding: pre", "1 4 5 6", "1 7");

    float[][] features =
        Dataset.load(
                config(", max_length: 3, keep: end, mask: false, padding: pre").data(),
                table("1 4 5 6", "1 7"))
            .examples(Part.TRAINING)
            .batches(2, new BatchOrder.Sequential())
            .next()
            .getFeatures()
            .toFloatMatrix();
    assertThat(texts.cutTexts()).isEqualTo(1);
    assertThat(features).isDeepEqualTo(new float[][] {{4, 5, 6}, {0, 1, 7}});
  }

  @Test
  void whatIsNoIdIsNamedWithItsLine() {
    assertThatThrownBy(() -> encoded("", "1 -3", "1 2.5", "1 0 4", "1 9999999999", "1 four"))
        .hasMessage(
            """
            rows:1: column 'words': '-3' is not an id
            rows:2: column 'words': '2.5' is not an id
            rows:3: column 'words': 0, which means padding, is between ids
            rows:4: column 'words': '9999999999' is not an id
            rows:5: column 'words': 'four' is not an id
                ids are whole numbers from 1 to 999999999, as in 1 14 22 or [1, 14, 22]; 0 only pads a text"""
                .stripIndent());
  }
}
