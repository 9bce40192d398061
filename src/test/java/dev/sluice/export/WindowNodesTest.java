package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.frame.Part;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.WindowRecipe;
import dev.sluice.input.PortableInput;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of real data become in the graph what Sluice makes of them, forwards and backwards. */
class WindowNodesTest {
  private static final int WINDOWS = 5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "series: {lookback: 9} | forecast: {columns: [temp_max], horizon: 3} | {}",
        "series: {lookback: 9, window_scale: {last_value: {}}, past_covariates: [wind]} |"
            + " forecast: {columns: [temp_max, temp_min], horizon: 3} | {}",
        "series: {lookback: 9, window_scale: {standard: {}}, lags: [4, 10]} |"
            + " forecast: {columns: [precipitation], horizon: 3} |"
            + " {precipitation: {transform: {log1p: {}}, scale: {minmax: {}}}}",
        "series: {lookback: 9, window_scale: {revin: {}}, past_covariates: [wind], lags: [1]} |"
            + " forecast: {columns: [temp_max, temp_min], horizon: 3} | {}",
        "series: {lookback: 9, window_scale: {mean: {}}, calendar: [month, weekday]} |"
            + " forecast: {columns: [wind], horizon: 3, gap: 2} | {wind: {transform: {log: {}}}}",
        "series: {lookback: 16, window_scale: {last_season: {}}, future_covariates: [wind]} |"
            + " forecast: {columns: [temp_max], horizon: 9} | {wind: {scale: {none: {}}}}",
        "series: {lookback: 9, past_covariates: [wind]} |"
            + " forecast: {columns: [temp_max], horizon: 3} |"
            + " {wind: {categories: {}}, temp_max: {transform: {difference: {}}}}",
        "series: {lookback: 9, future_covariates: [temp_min, wind], calendar: [day_of_year]} |"
            + " forecast: {columns: [temp_max], horizon: 9} |"
            + " {temp_min: {categories: {}},"
            + " temp_max: {transform: {seasonal_difference: {season: 4}}},"
            + " wind: {transform: {box_cox: {}}}}",
        "series: {lookback: 5} | forecast: {columns: [wind], horizon: 3} |"
            + " {wind: {transform: {box_cox: {lambda: -0.5}}}}"
      })
  void giveWhatSluiceMakesOfThem(String what) {
    String[] parts = what.split(" \\| ");
    assertSame(
        """
        source: {csv: {path: data/seattle-weather.csv}}
        time: {column: date, frequency: 1d, season: 7}
        columns: %s
        split: {validation: {rows: 60}, test: {rows: 60}}
        input: {%s}
        target: {%s}
        """
            .formatted(parts[2], parts[0], parts[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{by: [store]} | {lookback: 6}",
        "{by: [store], embedding: {size: 2}} |"
            + " {lookback: 6, static: [area, region], window_scale: {standard: {}}}",
        "{by: [store], scale: global} | {lookback: 6, future_covariates: [promo],"
            + " holidays: {dates: ['02-01'], before: 2, after: 1}}"
      })
  void ofSeveralSeriesGiveWhatSluiceMakesOfThem(String what, @TempDir Path folder)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("store,day,sales,promo,area,region"));
    for (int store = 0; store < 3; store++) {
      for (int day = 0; day < 60; day++) {
        lines.add(
            "s%s,%s,%s,%s,%s,%s"
                .formatted(
                    store,
                    LocalDate.of(2024, 1, 1).plusDays(day),
                    100 * store + 10 * Math.sin(day + store) + day,
                    day % 5,
                    50 + 20 * store,
                    store == 1 ? "north" : "south"));
      }
    }
    Path file = Files.write(folder.resolve("sales.csv"), lines);
    String[] parts = what.split(" \\| ");
    assertSame(
        """
        source: {csv: {path: '%s'}}
        time: {column: day, frequency: 1d}
        series: %s
        columns: {region: {categories: {min_count: 1}}}
        split: {validation: {rows: 8}, test: {rows: 12}}
        input: {series: %s}
        target: {forecast: {columns: [sales], horizon: 2}}
        """
            .formatted(file, parts[0], parts[1])
            .replace(parts[1].contains("region") ? "none" : "columns: {region", "# {region"));
  }

  private static void assertSame(String data) {
    Config config =
        ConfigReader.parse(
                "version: 1\nname: any\ndata:\n"
                    + data.indent(2)
                    + "network: [{lstm: {units: 2}}]\n"
                    + "training: {epochs: 1, batch_size: 4, optimizer: {adam: {}}}\n",
                "any.yaml",
                Path.of(""),
                List.of())
            .config();
    assertSame(config);
  }

  private static void assertSame(Config config) {
    Dataset data = Dataset.load(config.data());
    WindowRecipe recipe = ((PortableInput.Windows) data.pipeline().input().portable()).recipe();
    SeriesExamples windows = data.examples(Part.TEST).frame().as(SeriesExamples.class);
    Random random = new Random(1);

    List<WindowRecipe.Rows> rows =
        IntStream.range(0, WINDOWS).mapToObj(w -> windows.rows(3 * w, recipe)).toList();
    int features = windows.featureCount();
    int steps = windows.steps();
    int outputs = recipe.horizon() * recipe.targets();
    List<float[]> seen = new ArrayList<>();
    double[] scaled = new double[WINDOWS * outputs];
    List<double[][]> original = new ArrayList<>();
    for (int w = 0; w < WINDOWS; w++) {
      float[] x = new float[features * steps];
      windows.writeFeatures(3 * w, x, 0);
      seen.add(x);
      double[] y = random.doubles(outputs, -1, 1).toArray();
      System.arraycopy(y, 0, scaled, w * outputs, outputs);
      original.add(windows.toOriginalUnits(3 * w, y));
      assertThat(recipe.features(rows.get(w))).isEqualTo(x);
      assertThat(recipe.original(rows.get(w), y)).isDeepEqualTo(original.get(w));
    }

    OnnxGraph graph = new OnnxGraph("windows");
    WindowNodes nodes = new WindowNodes(graph, recipe);
    graph.output("x", nodes.features(), DataType.FLOAT, steps, "batch", features);
    Value y = graph.input("y", DataType.DOUBLE, "batch", recipe.horizon(), recipe.targets());
    graph.output(
        "forecast",
        nodes.original(y),
        DataType.DOUBLE,
        "batch",
        recipe.horizon(),
        recipe.targets());
    Map<String, Tensor> inputs = WindowNodes.inputs(recipe, rows);
    inputs.put("y", new Tensor(scaled, WINDOWS, recipe.horizon(), recipe.targets()));
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(15))
            .setGraph(graph.proto())
            .build()
            .toByteArray();
    for (Map<String, Tensor> given :
        List.of(OnnxEvaluator.run(graph.proto(), inputs), OnnxRuntime.run(model, inputs))) {
      double[] x = given.get("x").values(); // (steps, batch, features)
      double[] forecast = given.get("forecast").values();
      for (int w = 0; w < WINDOWS; w++) {
        for (int i = 0; i < features * steps; i++) {
          assertThat(x[(i % steps * WINDOWS + w) * features + i / steps])
              .isCloseTo(seen.get(w)[i], within(1e-6));
        }
        for (int i = 0; i < outputs; i++) {
          assertThat(forecast[w * outputs + i])
              .isCloseTo(original.get(w)[i / recipe.targets()][i % recipe.targets()], within(1e-9));
        }
      }
    }
  }
}
