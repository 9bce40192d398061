package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class WrittenAnewTest {
  private static final WholeTexts TEXTS =
      new WholeTexts(new int[][] {{5, 6, 7}, {}, {1, 2, 3, 4, 5}});

  @Test
  void piecesComeTwiceWithABorderBetween() {
    assertThat(WrittenAnew.of(TEXTS, 3).ids())
        .isDeepEqualTo(new int[][] {{5, 6, 7, 0, 5, 6, 7}, {1, 2, 0, 1, 2}, {3, 4, 5, 0, 3, 4, 5}});
    assertThat(WrittenAnew.of(TEXTS, 5).ids()).hasNumberOfRows(2);
  }

  /** 3 + 2 + 3 tokens and the end of each piece. */
  @Test
  void thePieceThatIsWrittenIsLearnedFrom() {
    assertThat(WrittenAnew.of(TEXTS, 3).learned()).isEqualTo(11);
    assertThat(TEXTS.learned()).isEqualTo(TEXTS.predictions());
  }

  @Test
  void labelsAreThoseOfTheSecondTimeInBothDirections() {
    WrittenAnew pieces = WrittenAnew.of(new WholeTexts(new int[][] {{5, 6, 7}}), 3);

    DataSet batch = new TwoWays(pieces, /* both= */ true, 7, 1, 4, 8, 0).next();

    assertThat(batch.getFeatures().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 5, 6, 7, 0, 5, 6, 7}, {0, 7, 6, 5, 0, 7, 6, 5}});
    // 7 is not told apart: it is the unknown one, 1
    assertThat(batch.getLabels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{-1, -1, -1, -1, 5, 6, 1, 0}, {-1, -1, -1, -1, 1, 6, 5, 0}});
  }
}
