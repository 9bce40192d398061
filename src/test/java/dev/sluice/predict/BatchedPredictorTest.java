package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Patience;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchedPredictorTest {
  private static final String WORDS = "a fine dull film so very zebra";

  /** Texts of many lengths, many times over, answered by four threads at once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{embedding: {size: 3}}, {lstm: {units: 5}}]",
        "[{embedding: {size: 3}}, {gru: {units: 33}}, {lstm: {units: 7}}]",
        "[{embedding: {size: 5}}, {bidirectional: {layer: {lstm: {units: 4}}}}, {pooling: {method: mean_max}}, {dense: {units: 3}}]",
      })
  void answersAreThoseOfThePredictorWhateverIsComputedTogether(String network) throws Exception {
    try (Predictor predictor = predictor(network)) {
      List<Table> requests =
          IntStream.range(0, 60)
              .mapToObj(i -> texts(i % 3 == 2 ? List.of(text(i), text(3 * i)) : List.of(text(i))))
              .toList();
      List<Object> expected = new ArrayList<>();
      requests.forEach(rows -> expected.add(predictor.ask(rows, Patience.ENDLESS).all()));
      List<Integer> sizes = new CopyOnWriteArrayList<>();
      ExecutorService workers = Executors.newFixedThreadPool(4);
      BatchedPredictor batched =
          new BatchedPredictor(predictor, workers, 4, Duration.ofMillis(20), sizes::add);

      List<CompletableFuture<Object>> answers =
          requests.stream().map(rows -> ask(batched, rows, false)).toList();

      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(expected.get(i));
      }
      assertThat(sizes).anyMatch(size -> size > 2);
      assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(80);
      workers.shutdown();
    }
  }

  private static CompletableFuture<Object> ask(
      BatchedPredictor batched, Table rows, boolean isOver) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    batched.ask(
        new BatchedPredictor.Request() {
          @Override
          public boolean isOver() {
            return isOver;
          }

          @Override
          public Table rows() {
            return rows;
          }

          @Override
          public void answered(Table same, Answers<?> answers) {
            answer.complete(answers.all());
          }

          @Override
          public void failed(Throwable why) {
            answer.completeExceptionally(why);
          }
        });
    return answer;
  }

  @Test
  void givesUpWhatNobodyWaitsFor() {
    try (Predictor predictor = predictor("[{embedding: {size: 3}}, {lstm: {units: 2}}]")) {
      BatchedPredictor batched =
          new BatchedPredictor(predictor, Runnable::run, 1, Duration.ZERO, size -> {});

      assertThat(ask(batched, texts(List.of("a")), /* isOver= */ true))
          .isCompletedExceptionally()
          .isCancelled();
    }
  }

  @Test
  void rowsThatCannotBeReadFailAloneNotThoseBesideThem() throws Exception {
    try (Predictor predictor = predictor("[{embedding: {size: 3}}, {lstm: {units: 2}}]")) {
      Deque<Runnable> later = new ArrayDeque<>();
      BatchedPredictor batched =
          new BatchedPredictor(predictor, later::add, 1, Duration.ZERO, size -> {});

      CompletableFuture<Object> first = ask(batched, texts(List.of("a")), false);
      CompletableFuture<Object> wrong =
          ask(batched, Table.of(List.of("other"), List.of(List.of("a"))), false);
      CompletableFuture<Object> last = ask(batched, texts(List.of("a dull film")), false);
      while (!later.isEmpty()) {
        later.remove().run();
      }

      assertThat(first).isCompletedWithValue(predictor.classify(List.of("a")));
      assertThat(wrong).isCompletedExceptionally();
      assertThat(last).isCompletedWithValue(predictor.classify(List.of("a dull film")));
    }
  }

  /** As when a server stops: each request gets an error. */
  @Test
  void requestsFailWhereNoWorkerTakesThem() {
    try (Predictor predictor = predictor("[{embedding: {size: 3}}, {lstm: {units: 2}}]")) {
      ExecutorService workers = Executors.newFixedThreadPool(1);
      workers.shutdown();
      BatchedPredictor batched =
          new BatchedPredictor(predictor, workers, 1, Duration.ZERO, size -> {});

      assertThat(ask(batched, texts(List.of("a")), false)).isCompletedExceptionally();
      assertThat(ask(batched, texts(List.of("a")), false)).isCompletedExceptionally();
    }
  }

  @Test
  void shorterBatchesArePaddedAndMaskedAtTheirEnd() {
    Masked two =
        Masked.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2).withMask(new float[] {1, 0, 1, 1});
    Masked one =
        Masked.of(new float[] {9, 10, 11, 12, 13, 14}, 1, 2, 3).withMask(new float[] {1, 1, 1});

    Masked together = Masked.together(List.of(two, one));

    assertThat(together.shape()).containsExactly(3, 2, 3);
    assertThat(together.values())
        .containsExactly(1, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8, 0, 9, 10, 11, 12, 13, 14);
    assertThat(together.mask().orElseThrow()).containsExactly(1, 0, 0, 1, 1, 0, 1, 1, 1);
  }

  @Test
  void numbersBesideTextsStayBehindThePadding() {
    Masked longer = Masked.of(new float[] {1, 2, 3, 70}, 1, 4).withMask(new float[] {1, 1, 1});
    Masked shorter = Masked.of(new float[] {4, 80, 5, 90}, 2, 2).withMask(new float[] {1, 1});

    Masked together = Masked.together(List.of(shorter, longer));

    assertThat(together.shape()).containsExactly(3, 4);
    assertThat(together.values()).containsExactly(4, 0, 0, 80, 5, 0, 0, 90, 1, 2, 3, 70);
    assertThat(together.mask().orElseThrow()).containsExactly(1, 0, 0, 1, 0, 0, 1, 1, 1);
  }

  @Test
  void wordsOfFewerCharactersHaveRowsOfPadding() {
    Masked one = Masked.of(new float[] {1, 2}, 1, 2, 1).withMask(new float[] {1});
    Masked two = Masked.of(new float[] {3, 4, 5, 6, 7, 8}, 1, 3, 2).withMask(new float[] {1, 1});

    Masked together = Masked.together(List.of(one, two));

    assertThat(together.shape()).containsExactly(2, 3, 2);
    assertThat(together.values()).containsExactly(1, 0, 2, 0, 0, 0, 3, 4, 5, 6, 7, 8);
    assertThat(together.mask().orElseThrow()).containsExactly(1, 0, 1, 1);
  }

  private static String text(int seed) {
    String[] words = WORDS.split(" ");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= seed * 7 % 12; i++) {
      text.append(words[(seed + i * i) % words.length]).append(' ');
    }
    return text.toString();
  }

  private static Table texts(List<String> texts) {
    return Table.of(List.of("text"), texts.stream().map(List::of).toList());
  }

  private static Predictor predictor(String network) {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: rows-are-in-memory.csv}}
                  split: {test: {share: 0.2}}
                  input: {text: {column: text, max_length: 10}}
                  target: {class: {column: label}}
                network: %s
                training: {epochs: 1, batch_size: 4}
                """
                    .formatted(network),
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();
    Dataset data =
        Dataset.load(
            config.data(),
            Table.of(
                List.of("text", "label"),
                IntStream.range(0, 30)
                    .mapToObj(i -> List.of("a fine dull film so very", "c" + i % 3))
                    .toList()));
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    return Predictor.of(data.pipeline(), new Trainer(config, data, plan).train().network());
  }
}
