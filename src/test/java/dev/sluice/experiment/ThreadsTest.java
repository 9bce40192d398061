package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** `training.threads` bounds all that computes: with 1, no thread but the caller's works. */
class ThreadsTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Large enough for two threads in the embedding, the layers, Adam and the look for NaN. */
  private static final String[] LARGE = {
    "data.input.text.vocabulary={size: 5000, min_count: 1}",
    "network=[{embedding: {size: 64}}, {lstm: {units: 32, l2: 0.001}}]",
    "training.epochs=1",
    "training.batch_size=500",
    "training.early_stopping.monitor=loss",
    "evaluation.baselines=[majority]"
  };

  @Test
  void oneThreadLeavesTheOthersAlone() throws Exception {
    awaitSleep();
    Map<Long, Long> before = workers();

    trainAndScore(1);

    assertThat(workers()).isEqualTo(before);
  }

  @Test
  void twoThreadsAskTheOthers() throws Exception {
    awaitSleep();
    Map<Long, Long> before = workers();

    trainAndScore(2);

    assertThat(workers()).isNotEqualTo(before);
  }

  private static void trainAndScore(int threads) {
    String[] overrides = Arrays.copyOf(LARGE, LARGE.length + 1);
    overrides[LARGE.length] = "training.threads=" + threads;
    Experiment experiment =
        Experiment.of(ConfigReader.read(Path.of("config/reviews.yaml"), List.of(overrides)));
    experiment.score(experiment.train());
  }

  /** The time of the processor that each of the kernel's threads has had. */
  private static Map<Long, Long> workers() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().equals("recurrent-layers"))
        .collect(
            Collectors.toMap(
                info -> info.getThreadId(), info -> THREADS.getThreadCpuTime(info.getThreadId())));
  }

  /** They look out for work for a moment after they had some. */
  private static void awaitSleep() throws InterruptedException {
    Map<Long, Long> seen = Map.of();
    while (!workers().equals(seen)) {
      seen = workers();
      Thread.sleep(50);
    }
  }
}
