package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.frame.Rows;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.FeaturesSpec;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittedFeaturesTest {
  private static final FeaturesSpec PRICE = new FeaturesSpec(List.of("price"), List.of(), 5);
  private static final Map<String, ColumnSpec> MASKED = Map.of("price", missing(mask()));

  private static MissingSpec mask() {
    return new MissingSpec.Mask();
  }

  private static ColumnSpec missing(MissingSpec missing) {
    return new ColumnSpec(
        List.of("n/a"), missing, Optional.empty(), Optional.empty(), new ScaleSpec.Standard());
  }

  private static FeaturesSpec shop(int minCount) {
    return new FeaturesSpec(List.of(), List.of("shop"), minCount);
  }

  private static Rows rows(String column, String... cells) {
    return Rows.all(Table.of(List.of(column), Arrays.stream(cells).map(List::of).toList()));
  }

  @Test
  void numbersHaveMeanZeroAndDeviationOneInTheTrainingPart() {
    // mean 4, deviation 2
    FittedFeatures fitted = FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", " 6 "));

    assertThat(fitted.width()).isEqualTo(1);
    assertThat(fitted.of(rows("price", "2", "6", "10")))
        .isDeepEqualTo(new float[][] {{-1}, {1}, {3}});
    assertThat(fitted.columns().get(0).average()).containsExactly(0);
  }

  @Test
  void anEmptyCellIsTheMeanAndTold() {
    FittedFeatures fitted = FittedFeatures.fit(PRICE, MASKED, rows("price", "2", "6", "", "n/a"));

    assertThat(fitted.of(rows("price", "6", " "))).isDeepEqualTo(new float[][] {{1, 1}, {0, 0}});
    assertThat(fitted.columns().get(0).average()).containsExactly(0, 0.5f);
  }

  @Test
  void whatTheTrainingPartNeverHasIsNotTold() {
    FittedFeatures fitted = FittedFeatures.fit(PRICE, MASKED, rows("price", "2", "6"));

    assertThat(fitted.of(rows("price", "6", ""))).isDeepEqualTo(new float[][] {{1}, {0}});
  }

  @Test
  void anEmptyCellMayStandForOneValue() {
    Map<String, ColumnSpec> constant = Map.of("price", missing(new MissingSpec.Constant(10)));
    FittedFeatures fitted = FittedFeatures.fit(PRICE, constant, rows("price", "2", "6", ""));

    // mean 6, deviation the root of (16 + 0 + 16) / 3
    assertThat(fitted.of(rows("price", ""))[0][0])
        .isCloseTo((float) (4 / Math.sqrt(32.0 / 3)), within(1e-6f));
  }

  @Test
  void numbersAreWrittenAsDataColumnsSays() {
    ColumnSpec euros =
        new ColumnSpec(
            List.of(),
            new MissingSpec.Error(),
            Optional.of(new NumberSpec(",", Optional.of("."), Optional.empty(), Optional.of("€"))),
            Optional.empty(),
            new ScaleSpec.Minmax());
    FittedFeatures fitted =
        FittedFeatures.fit(PRICE, Map.of("price", euros), rows("price", "1.000,50 €", "0,50"));

    assertThat(fitted.of(rows("price", "500,50"))).isDeepEqualTo(new float[][] {{0.5f}});
  }

  @Test
  void emptyCellsAreRefusedWithTheirPlaceUnlessAllowed() {
    assertThatThrownBy(() -> FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", "", "6")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rows:2: column 'price': no value")
        .hasMessageContaining("data.columns.price: {missing: {mask: {}}}");
  }

  @Test
  void wordsAmongNumbersAreRefusedWithTheirPlace() {
    assertThatThrownBy(() -> FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", "cheap", "6")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rows:2: column 'price': 'cheap' is not a number")
        .hasMessageContaining("data.columns.price.missing_values");
  }

  @Test
  void columnsOfWordsBelongToTheCategories() {
    assertThatThrownBy(() -> FittedFeatures.fit(PRICE, Map.of(), rows("price", "low", "high")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("data.input.text.features.numbers[0]")
        .hasMessageContaining("'price' has words such as 'low' instead of numbers")
        .hasMessageContaining("list it under categories");
  }

  @Test
  void whatTeachesNothingIsRefused() {
    assertThatThrownBy(() -> FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", "2")))
        .hasMessageContaining("'price' is constant (2.0) in the training part");
    assertThatThrownBy(() -> FittedFeatures.fit(PRICE, MASKED, rows("price", "", "n/a")))
        .hasMessageContaining("'price' has no value in the training part");
    assertThatThrownBy(() -> FittedFeatures.fit(shop(1), Map.of(), rows("shop", "a", "a ")))
        .hasMessageContaining("'shop' is the same ('a') in all training rows");
    assertThatThrownBy(() -> FittedFeatures.fit(shop(3), Map.of(), rows("shop", "a", "a", "b")))
        .hasMessageContaining("'shop' has no category in 3 or more training rows")
        .hasMessageContaining("lower features.min_count");
  }

  @Test
  void numbersThatNoFloatHoldsAreRefused() {
    FittedFeatures fitted = FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", "6"));

    assertThatThrownBy(() -> fitted.of(rows("price", "1e300")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "rows:1: column 'price': 1.0E300 is too far from the training values");
  }

  @Test
  void rareAndUnknownCategoriesAreOther() {
    FittedFeatures fitted =
        FittedFeatures.fit(shop(2), Map.of(), rows("shop", "n", "s", "s", "s", "n", "once"));

    // s, n, other
    assertThat(fitted.of(rows("shop", "s", " n", "once", "never")))
        .isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 1}});
    assertThat(fitted.columns().get(0).average()).containsExactly(3 / 6f, 2 / 6f, 1 / 6f);
  }

  @Test
  void anUnknownCategoryIsTheAverageRowWhereNoneWasRare() {
    FittedFeatures fitted = FittedFeatures.fit(shop(1), Map.of(), rows("shop", "n", "s", "s", "s"));

    assertThat(fitted.of(rows("shop", "never"))).isDeepEqualTo(new float[][] {{0.75f, 0.25f}});
  }

  @Test
  void anEmptyCellIsACategory() {
    FittedFeatures fitted = FittedFeatures.fit(shop(1), Map.of(), rows("shop", "", "", "s"));

    assertThat(fitted.of(rows("shop", " ", "s"))).isDeepEqualTo(new float[][] {{1, 0}, {0, 1}});
  }

  @Test
  void areTheSameFromJson() {
    FeaturesSpec spec = new FeaturesSpec(List.of("price"), List.of("shop"), 2);
    Rows rows =
        Rows.all(
            Table.of(
                List.of("shop", "price"),
                List.of(
                    List.of("ñ", "1"), List.of("ñ", "2"), List.of("s", ""), List.of("s", "7"))));
    FittedFeatures fitted = FittedFeatures.fit(spec, MASKED, rows);

    FittedFeatures read = FittedFeatures.fromJson(spec, MASKED, fitted.toJson());

    assertThat(read.of(rows)).isDeepEqualTo(fitted.of(rows));
    assertThat(read.toJson()).isEqualTo(fitted.toJson());
    assertThat(read.summary()).isEqualTo(fitted.summary());
  }

  @Test
  void damagedJsonIsRefused() {
    FittedFeatures fitted = FittedFeatures.fit(PRICE, Map.of(), rows("price", "2", "6"));

    assertThatThrownBy(() -> FittedFeatures.fromJson(shop(2), Map.of(), fitted.toJson()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void namesEachColumnOnce() {
    assertThatThrownBy(() -> new FeaturesSpec(List.of(), List.of(), 5))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("names no column");
    assertThatThrownBy(() -> new FeaturesSpec(List.of("a"), List.of("b", "a"), 5))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("names 'a' a second time");
  }
}
