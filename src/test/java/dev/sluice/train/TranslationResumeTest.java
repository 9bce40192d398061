package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A decoder that reads its own tokens more and more, with dropout, stopped and resumed. */
class TranslationResumeTest {
  @TempDir Path folder;

  @Test
  void aResumedTrainingGivesTheBitsOfAnUninterruptedOne() {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: rows-are-in-memory.csv}}
                  split: {validation: {share: 0.2}}
                  input: {text: {column: source}}
                  target: {text: {column: other}}
                network:
                  encoder: [{embedding: {size: 3}}, {gru: {units: 4}}]
                  decoder: [{lstm: {units: 4, dropout: 0.2}}, {dropout: {rate: 0.1}}]
                  attention: {dot: {}}
                training:
                  epochs: 3
                  batch_size: 4
                  teacher_forcing: {schedule: {linear: {to: 0.3, epochs: 2}}}
                """,
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();
    Table rows =
        Table.of(
            List.of("source", "other"),
            IntStream.range(0, 24)
                .mapToObj(
                    i -> List.of("a b".repeat(1 + i % 3), "x y".substring(0, 1 + 2 * (i % 2))))
                .toList());
    Dataset data = Dataset.load(config.data(), rows);
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));

    TrainedNetwork whole = train(config, data, plan, () -> false, Optional.empty());
    TrainedNetwork stopped =
        train(config, data, plan, () -> checkpoints.lastEpoch() == 1, Optional.of(checkpoints));
    TrainedNetwork resumed = train(config, data, plan, () -> false, Optional.of(checkpoints));

    assertThat(stopped.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(whole.network().parameters().toBytes());
    assertThat(resumed.epochs().stream().map(EpochScores::validation).toList())
        .isEqualTo(whole.epochs().stream().map(EpochScores::validation).toList());
  }

  private static TrainedNetwork train(
      Config config,
      Dataset data,
      NetworkPlan plan,
      BooleanSupplier stop,
      Optional<Checkpoints> checkpoints) {
    return new Trainer(config, data, plan, Progress.NONE, stop, checkpoints).train();
  }
}
