package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConfigWriterProperties {
  @Property(tries = 300)
  void readingUndoesWriting(@ForAll long seed) {
    Config config = new Specs(seed).config();

    String yaml = ConfigWriter.toYaml(config);

    assertThat(read(yaml)).as(yaml).isEqualTo(config);
  }

  @Property(tries = 100)
  void writesTheSameAgain(@ForAll long seed) {
    String yaml = ConfigWriter.toYaml(new Specs(seed).config());

    assertThat(ConfigWriter.toYaml(read(yaml))).isEqualTo(yaml);
  }

  @Property(tries = 100)
  void spellsOutEveryDefault(@ForAll long seed) {
    String yaml = ConfigWriter.toYaml(new Specs(seed).config());

    LoadedConfig loaded = ConfigReader.parse(yaml, "a.yaml", Path.of(""), List.of());

    assertThat(loaded.settings()).noneMatch(s -> s.origin() instanceof Origin.ByDefault);
  }

  @Example
  void isPleasantToRead() {
    Config config =
        read(
            """
            name: load
            data:
              source: {csv: {path: /data/load.csv}}
              time: {column: hour, frequency: 1h, order: error}
              columns: {load: {transform: log}, "load.factor": {missing_values: [-99, NA]}}
              input: {series: {lookback: 24, calendar: [hour, weekday]}}
              target: {forecast: {columns: [load], horizon: 12}}
              split: {test: {from: 2024-01-01}}
            network: [{lstm: {units: 8, return_sequences: true}}, {pooling: {method: mean}}]
            training: {optimizer: {sgd: {momentum: 0.9}}}
            evaluation: {metrics: [mae], baselines: []}
            """);

    assertThat(ConfigWriter.toYaml(config))
        .isEqualTo(
            """
            version: 1
            name: load
            seed: 42
            data:
              source:
                csv:
                  path: /data/load.csv
                  delimiter: ','
                  limits: {line: 16000000, cell: 4000000, columns: 10000, unpacked: 100}
              time:
                column: hour
                frequency: 1h
                order: error
                duplicates: error
                gaps: error
              columns:
                load:
                  missing_values: []
                  missing: error
                  transform: log
                  scale: standard
                load.factor: {missing_values: ['-99', NA], missing: error, scale: standard}
              input:
                series:
                  lookback: 24
                  past_covariates: []
                  future_covariates: []
                  static: []
                  lags: []
                  calendar: [hour, weekday]
                  window_scale: none
                  stride: 1
                  channels: together
              target: {forecast: {columns: [load], horizon: 12, gap: 0, decoding: direct}}
              split: {test: {from: 2024-01-01}}
            network:
              - lstm:
                  units: 8
                  activation: tanh
                  recurrent_activation: sigmoid
                  peepholes: none
                  dropout: 0
                  recurrent_dropout: 0
                  recurrent_weight_dropout: 0
                  return_sequences: true
                  residual: false
                  forget_bias: 1
                  weight_init: glorot_uniform
                  recurrent_weight_init: orthogonal
                  l1: 0
                  l2: 0
                  weight_decay: 0
              - pooling: {method: mean}
            training:
              epochs: 20
              batch_size: 32
              accumulate: 1
              optimizer: {sgd: {learning_rate: 0.01, momentum: 0.9}}
              schedule: constant
              checkpoint_every: 1
            evaluation: {metrics: [mae], baselines: []}
            checks: {ignore: []}
            """);
  }

  private static Config read(String yaml) {
    return ConfigReader.parse(yaml, "a.yaml", Path.of(""), List.of()).config();
  }
}
