package dev.sluice.serve;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;

/** Models that are made in no time and know next to nothing. */
final class ToyModels {
  static final String TEXTS =
      """
      name: films
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        split: {test: {share: 0.2}}
        input: {text: {column: review, max_length: 6}}
        target: {class: {column: label, positive: good}}
      network:
        - embedding: {size: 3}
        - lstm: {units: 4}
      training: {epochs: 1, batch_size: 4}
      """;
  static final String SERIES =
      """
      name: sales
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        time: {column: month, format: yyyy-MM, frequency: 1mo}
        columns: {price: {number: {decimal: ','}}}
        input: {series: {lookback: 3, future_covariates: [price]}}
        target: {forecast: {columns: [sold], horizon: 2, quantiles: [0.1, 0.5, 0.9]}}
        split: {test: {rows: 10}}
      network:
        - lstm: {units: 4}
      training: {epochs: 1, batch_size: 8}
      """;

  private ToyModels() {}

  static Path texts(Path folder) {
    return write(
        folder,
        TEXTS,
        Table.of(
            List.of("review", "label"),
            IntStream.range(0, 30)
                .mapToObj(
                    i -> i % 2 == 0 ? List.of("a fine film", "good") : List.of("so dull", "bad"))
                .toList()));
  }

  static Path series(Path folder) {
    return write(
        folder,
        SERIES,
        Table.of(
            List.of("month", "sold", "price"),
            IntStream.range(0, 60)
                .mapToObj(
                    i ->
                        List.of(
                            YearMonth.of(2020, 1).plusMonths(i).toString(),
                            Double.toString(10 + Math.sin(i)),
                            i % 7 + ",5"))
                .toList()));
  }

  /** A model of these rows. */
  static Path write(Path folder, String yaml, Table rows) {
    Config config = ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), rows);
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    Bundle.write(
        folder,
        config,
        data.pipeline(),
        new Trainer(config, data, plan).train().network(),
        data.examples(Part.TEST));
    return folder;
  }
}
