package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ending;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is stopped and killed on its way ends with the bits of one that is not. */
class ResumeOfEveryTaskTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    List<String> rows = new ArrayList<>(List.of("t0,t1,t2,id,words,tags,ids,other,kind,number"));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      rows.add(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,s%s,w%s x w%s,A B A,1 %s 5,y w%s,%s,%s",
              Math.sin(i),
              Math.cos(i),
              Math.sin(2 * i),
              i / 3,
              i % 4,
              i % 3,
              4 + i % 5,
              i % 4,
              i / 3 % 2 == 0 ? "up" : "down",
              i));
      names.append("van%s B-name\nhill I-name\nis O\n\n".formatted(i % 4));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    Files.writeString(folder.resolve("names.conll"), names);
    Files.writeString(folder.resolve("book.txt"), "the cat sat on the mat.\n".repeat(20));
  }

  private LoadedConfig config(String source, String input, String target, String network) {
    return ConfigReader.parse(
        """
        name: resumed
        data:
          source: {%s}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: {%s}
          target: {%s}
        network: %s
        training: {epochs: 3, batch_size: 4}
        """
            .formatted(
                source,
                input,
                target,
                network.startsWith("{encoder") ? network : "[" + network + "]"),
        "resumed.yaml",
        folder,
        List.of());
  }

  private TrainedNetwork train(
      LoadedConfig config, Progress progress, BooleanSupplier stop, Optional<Path> checkpoints) {
    return Experiment.of(config).train(progress, stop, checkpoints.map(Checkpoints::new));
  }

  private static BooleanSupplier after(int batches) {
    AtomicInteger seen = new AtomicInteger();
    return () -> seen.incrementAndGet() >= batches;
  }

  private static final Progress KILLED_IN_EPOCH_2 =
      new Progress() {
        @Override
        public void epochEnded(EpochScores scores, boolean best) {
          if (scores.epoch() == 2) {
            throw new IllegalStateException("killed");
          }
        }
      };

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "number | csv: {path: rows.csv} | text: {column: words} | number: {columns: [number]}"
            + " | {embedding: {size: 3}}, {lstm: {units: 3, dropout: 0.3}}",
        "sequence | csv: {path: rows.csv} | sequence: {wide: {columns: [t0..t2]}}"
            + " | class: {column: kind} | {lstm: {units: 3, recurrent_dropout: 0.3}}",
        "long | csv: {path: rows.csv} | sequence: {long: {by: id, columns: [t0, t1]}}"
            + " | class: {column: kind} | {bidirectional: {layer: {gru: {units: 3}}}}, {pooling: {method: mean}}",
        "ids | csv: {path: rows.csv} | ids: {column: ids} | class: {column: kind}"
            + " | {embedding: {size: 3, dropout: 0.2}}, {gru: {units: 3}}",
        "linear | csv: {path: rows.csv} | text: {column: words}"
            + " | class: {column: kind, linear: bag_of_words}"
            + " | {embedding: {size: 3, dropout: 0.2}}, {gru: {units: 3}}",
        "labels | csv: {path: rows.csv} | text: {column: words}"
            + " | labels: {column: other, separator: \" \"} | {embedding: {size: 3}}, {gru: {units: 3}}",
        "columns | csv: {path: rows.csv} | text: {columns: [other, words], max_length: 4}"
            + " | class: {column: kind} | {embedding: {size: 3, dropout: 0.2}}, {gru: {units: 3}}",
        "features | csv: {path: rows.csv} | text: {column: words, features: {numbers: [number],"
            + " categories: [ids], min_count: 2}} | class: {column: kind}"
            + " | {embedding: {size: 3}}, {lstm: {units: 3, dropout: 0.3}}, {dense: {units: 3}}",
        "revin | csv: {path: rows.csv} | series: {lookback: 4, window_scale: {revin: {}}}"
            + " | forecast: {columns: [t0, t1], horizon: 2} | {lstm: {units: 3, dropout: 0.3}}",
        "decoder | csv: {path: rows.csv} | series: {lookback: 4, past_covariates: [t2]}"
            + " | forecast: {columns: [t0, t1], horizon: 2, decoding: recursive}"
            + " | {encoder: [{gru: {units: 3, dropout: 0.3}}],"
            + " decoder: [{gru: {units: 3, dropout: 0.1}}, {dropout: {rate: 0.1}}]}",
        "tags | csv: {path: rows.csv} | tokens: {column: words} | tags: {column: tags}"
            + " | {embedding: {size: 3}}, {simple_rnn: {units: 3}}",
        "crf | conll: {path: names.conll, columns: [word, tag]}"
            + " | tokens: {column: word, characters: {size: 3, lstm: {units: 3}}}"
            + " | tags: {column: tag, scheme: iob2, crf: {}}"
            + " | {embedding: {size: 3}}, {bidirectional: {layer: {lstm: {units: 3, dropout: 0.3}}}}",
        "next | lines: {path: book.txt, documents: file} | text: {tokenizer: {characters: {}}}"
            + " | next: {} | {embedding: {size: 3}}, {lstm: {units: 3}}, {dropout: {rate: 0.3}}",
        "documents | lines: {path: book.txt} | text: {tokenizer: {characters: {}}}"
            + " | next: {} | {embedding: {size: 3}}, {gru: {units: 3}}",
        "text | csv: {path: rows.csv} | text: {column: words} | text: {column: other}"
            + " | {encoder: [{embedding: {size: 3}}, {gru: {units: 3, dropout: 0.3}}],"
            + " decoder: [{gru: {units: 3, dropout: 0.1}}, {dropout: {rate: 0.1}}], attention: dot}",
      })
  void endsWithTheSameBits(
      String name, String source, String input, String target, String network) {
    endsWithTheSameBits(name, config(source, input, target, network));
  }

  @ParameterizedTest
  @ValueSource(strings = {"horizon: 1", "horizon: 2, decoding: recursive"})
  void manySeriesEndWithTheSameBits(String horizon) {
    LoadedConfig config =
        ConfigReader.parse(
            """
            name: resumed
            data:
              source: {csv: {path: rows.csv}}
              series: {by: [kind]}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {series: {lookback: 2, future_covariates: [t1]}}
              target: {forecast: {columns: [t0], %s}}
            network: [{gru: {units: 3, dropout: 0.3}}]
            training: {epochs: 3, batch_size: 4}
            """
                .formatted(horizon),
            "resumed.yaml",
            folder,
            List.of());

    endsWithTheSameBits("series", config);
  }

  private void endsWithTheSameBits(String name, LoadedConfig config) {
    Path checkpoints = folder.resolve(name);

    TrainedNetwork whole = train(config, Progress.NONE, () -> false, Optional.empty());
    TrainedNetwork stopped = train(config, Progress.NONE, after(2), Optional.of(checkpoints));
    assertThatThrownBy(
            () -> train(config, KILLED_IN_EPOCH_2, () -> false, Optional.of(checkpoints)))
        .hasMessage("killed");
    TrainedNetwork resumed = train(config, Progress.NONE, () -> false, Optional.of(checkpoints));

    assertThat(stopped.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(bits(resumed)).isEqualTo(bits(whole));
    assertThat(resumed.pipeline().toJson()).isEqualTo(whole.pipeline().toJson());
    assertThat(resumed.epochs().stream().map(EpochScores::validation).toList())
        .isEqualTo(whole.epochs().stream().map(EpochScores::validation).toList());
  }

  private static byte[] bits(TrainedNetwork trained) {
    return trained.network().parameters().toBytes();
  }
}
