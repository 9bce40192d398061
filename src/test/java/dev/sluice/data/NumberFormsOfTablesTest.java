package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** `data.columns.*.number` where rows are examples or steps of sequences. */
class NumberFormsOfTablesTest {
  private static final String WIDE = "sequence: {wide: {columns: [t0..t1]}, scale: {none: {}}}";
  private static final String LONG =
      "sequence: {long: {by: id, order: day, columns: [t0, t1]}, scale: {none: {}}}";
  private static final String PRICE = "price: {number: {prefix: $, thousands: ','}}";
  private static final String FORMS = "t0: {number: {decimal: ',', thousands: .}}, " + PRICE;
  private static final Table TABLE =
      Table.of(
          List.of("id", "day", "t0", "t1", "price", "text"),
          List.of(
              List.of("a", "1,000", "1.204,5", "7", "$1,000.50", "fine"),
              List.of("b", "2,000", "-3,25", "8", "$20", "dull")));

  private static DataSpec spec(String input, String columns) {
    return ConfigReader.parse(
            """
            name: forms
            data:
              source: {csv: {path: in-memory.csv}}
              columns: {COLUMNS}
              input: {INPUT}
              target: {number: {columns: [price], scale: {none: {}}}}
            network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
            """
                .replace("COLUMNS", columns)
                .replace("INPUT", input),
            "forms.yaml",
            Path.of(""),
            List.of())
        .config()
        .data();
  }

  private static DataSet batch(Dataset data) {
    return data.examples(Part.TRAINING).batches(2, new BatchOrder.Sequential(), 1).next();
  }

  @Test
  void numbersOfASequenceAndATargetAreReadAsTheirColumnsSay() {
    DataSpec spec = spec(WIDE, FORMS);
    Dataset data = Dataset.load(spec, TABLE);

    DataSet batch = batch(data);

    assertThat(batch.getFeatures().slice(0).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1204.5f, 7}});
    assertThat(batch.getFeatures().slice(1).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{-3.25f, 8}});
    assertThat(batch.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{1000.5f}, {20}});
    Pipeline opened = Pipeline.fromJson(spec, data.pipeline().toJson());
    assertThat(opened.labelled(TABLE).batches(2, new BatchOrder.Sequential(), 1).next())
        .isEqualTo(batch);
  }

  @Test
  void theOrderOfStepsIsReadAsItsColumnSays() {
    Dataset data = Dataset.load(spec(LONG, FORMS + ", day: {number: {thousands: ','}}"), TABLE);

    assertThat(batch(data).getFeatures().slice(0).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1204.5f}, {7}});
  }

  @Test
  void aTargetBesideATextIsReadAsItsColumnSays() {
    Dataset data = Dataset.load(spec("text: {column: text}", PRICE), TABLE);

    assertThat(batch(data).getLabels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1000.5f}, {20}});
  }

  @Test
  void cellsThatAreNoNumbersAreToldHowTheirColumnIsWritten() {
    assertThatThrownBy(
            () -> Dataset.load(spec(WIDE, "t0: {number: {decimal: ',', thousands: .}}"), TABLE))
        .hasMessage(
            """
            rows:1: column 'price': '$1,000.50' is not a number
            rows:2: column 'price': '$20' is not a number
                correct the rows: write numbers like 1204, -0.5 or 1.2e3""");
    assertThatThrownBy(
            () -> Dataset.load(spec(WIDE, "t0: {number: {suffix: '%'}}, " + PRICE), TABLE))
        .hasMessageContaining("rows:1: column 't0': '1.204,5' is not a number")
        .hasMessageContaining("write numbers like 1204.5%");
  }

  @Test
  void aColumnThatIsNotReadAsANumberIsRefused() {
    assertThatThrownBy(() -> Dataset.load(spec(WIDE, FORMS + ", text: {}"), TABLE))
        .hasMessage(
            """
            data.columns.text: has no effect: 'text' is not used as a number
                columns of numbers: t0, t1, price""");
  }

  @Test
  void whatOnlyColumnsOfSeriesHaveIsRefused() {
    assertThatThrownBy(
            () ->
                spec(
                    WIDE,
                    "t0: {scale: {minmax: {}}, transform: {log: {}}, missing: {forward: {}},"
                        + " missing_values: [x]}"))
        .hasMessageContaining("data.columns.t0.missing_values: only columns of series have it")
        .hasMessageContaining("data.columns.t0.missing: only")
        .hasMessageContaining("data.columns.t0.transform: only")
        .hasMessageContaining("data.columns.t0.scale: only columns of series have it")
        .hasMessageContaining("remove it; number may stay");
  }
}
