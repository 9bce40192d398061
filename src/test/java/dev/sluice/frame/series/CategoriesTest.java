package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CategoriesTest {
  private static final String[] PROMOS = {"none", "tv", "none", "tv", "none", "radio", "none"};

  private static Table rows(String... promos) {
    return SpecBuilder.table(
        List.of("sales", "promo"), promos.length, row -> List.of("" + row * row, promos[row]));
  }

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("sales", 2, 1).column("sales", new ScaleSpec.None());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void aColumnOfWordsIsIdsByFrequencyAndRareWordsAreZero() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().covariates("promo").categories("promo", 2, false).build(), rows(PROMOS));

    assertThat(data.pipeline().input())
        .isEqualTo(new InputShape.Steps(2, 2, false, List.of(new Category("promo", 3, 3, true))));
    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(0, 1, 1, 2);
    assertThat(features(data.examples(Part.TRAINING), 4)).containsExactly(16, 25, 1, 0);
  }

  @Test
  void wordsNeedNotBeDeclared() {
    String[] often = new String[12];
    for (int i = 0; i < often.length; i++) {
      often[i] = i % 2 == 0 ? "on" : "off";
    }

    SeriesPipeline pipeline =
        SeriesDataset.load(spec().covariates("promo").build(), rows(often)).pipeline();

    assertThat(pipeline.input().categories())
        .containsExactly(new Category("promo", 3, 1, false)); // (2 + 1) / 2 numbers
  }

  @Test
  void unknownWordsAreZeroAndAPipelineReadBackIsTheSame() {
    DataSpec spec = spec().covariates("promo").categories("promo", 2, false).build();
    SeriesPipeline pipeline = SeriesDataset.load(spec, rows(PROMOS)).pipeline();
    SeriesPipeline read = SeriesPipeline.fromJson(spec, pipeline.toJson());

    assertThat(features(read.unlabelled(rows("tv", "new")), 0)).containsExactly(0, 1, 2, 0);
    assertThat(read.toJson()).isEqualTo(pipeline.toJson());
    assertThat(read.input()).isEqualTo(pipeline.input());
  }

  @Test
  void whatIsUndeclaredIsReadBackAsWords() {
    DataSpec spec = spec().covariates("promo").build();
    String[] promos = "a b a b a b a b a b a b".split(" ");

    SeriesPipeline pipeline = SeriesDataset.load(spec, rows(promos)).pipeline();

    assertThat(SeriesPipeline.fromJson(spec, pipeline.toJson()).input())
        .isEqualTo(pipeline.input());
  }

  @Test
  void futureCategoriesAreSeenInTheHorizonAndPastOnesAreZeroThere() {
    Table rows =
        SpecBuilder.table(
            List.of("sales", "promo", "state"),
            PROMOS.length,
            row -> List.of("" + row * row, PROMOS[row], row % 2 == 0 ? "open" : "shut"));
    SeriesDataset data =
        SeriesDataset.load(
            spec()
                .covariates("state")
                .future("promo")
                .categories("promo", 1, false)
                .categories("state", 1, false)
                .build(),
            rows);

    assertThat(features(data.examples(Part.TRAINING), 0))
        .containsExactly(
            0, 1, 0, // sales
            0, 0, 1, // after the cutoff
            1, 2, 0, // state, which is unknown there
            1, 2, 1); // promo
    assertThat(data.pipeline().input().categories().get(0).otherLearned()).isTrue();
    assertThat(data.pipeline().input().categories().get(1).otherLearned()).isFalse();
  }

  @Test
  void anEmptyFieldIsMissingOrACategory() {
    Table rows = rows("tv", "tv", "", "tv", "", "radio", "radio");

    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().covariates("promo").categories("promo", 1, false).build(), rows))
        .hasMessage(
            """
            rows:3: 'promo' has 2 missing values (first at row 3): rows 3, 5
                set data.columns.promo: {categories: {empty: true}} if an empty field is a category, or missing: {forward: {}}, or fill them in\
            """);
    assertThat(
            features(
                SeriesDataset.load(
                        spec().covariates("promo").categories("promo", 1, true).build(), rows)
                    .examples(Part.TRAINING),
                1))
        .containsExactly(1, 4, 1, 2);
    assertThat(
            features(
                SeriesDataset.load(
                        spec()
                            .covariates("promo")
                            .column("promo", new MissingSpec.Forward())
                            .categories("promo", 1, false)
                            .build(),
                        rows)
                    .examples(Part.TRAINING),
                1))
        .containsExactly(1, 4, 1, 1);
  }

  @Test
  void categoriesThatTeachNothingAreRefused() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().covariates("promo").build(), rows("a", "a", "a", "a", "a", "a")))
        .hasMessage(
            """
            data.input.series.past_covariates[0]: 'promo' is the same ('a') in all training rows: nothing to learn
                remove it\
            """);
    assertThatThrownBy(
            () -> SeriesDataset.load(spec().covariates("promo").build(), rows("a", "b", "c", "a")))
        .hasMessage(
            """
            data.input.series.past_covariates[0]: 'promo' has no word in 5 or more training rows: nothing to learn ('a', 'b', 'c')
                set data.columns.promo: {categories: {min_count: 1}}, or remove it\
            """);
    assertThatThrownBy(
            () -> SeriesDataset.load(spec().categories("sales", 1, false).build(), rows(PROMOS)))
        .hasMessageContaining(
            "data.columns.sales.categories: a forecast is a number, and 'sales' is a target");
  }
}
