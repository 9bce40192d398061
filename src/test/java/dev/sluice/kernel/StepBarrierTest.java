package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StepBarrierTest {
  private static final int THREADS = 3;
  private static final int STEPS = 2_000;

  /** Each adds what it sees of the others' last step: nobody runs ahead, nobody reads too early. */
  @Test
  void everyThreadSeesWhatTheOthersWroteInTheStepBefore() {
    int[][] written = new int[2][THREADS];
    StepBarrier barrier = new StepBarrier(THREADS);

    CompletableFuture<?>[] all =
        IntStream.range(0, THREADS)
            .mapToObj(
                part ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int s = 0; s < STEPS; s++) {
                            int[] before = written[s % 2];
                            int largest = IntStream.of(before).max().orElseThrow();
                            int smallest = IntStream.of(before).min().orElseThrow();
                            assertThat(largest).isEqualTo(s);
                            assertThat(smallest).isEqualTo(s);
                            written[1 - s % 2][part] = s + 1;
                            barrier.await();
                          }
                        },
                        task -> new Thread(task).start()))
            .toArray(CompletableFuture<?>[]::new);

    CompletableFuture.allOf(all).join();
  }

  @Test
  void sendsTheOthersAwayWhenOneFails() {
    StepBarrier barrier = new StepBarrier(2);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(barrier::await, task -> new Thread(task).start());

    barrier.breakUp();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void remembersThatAThreadWasLate() throws InterruptedException {
    StepBarrier barrier = new StepBarrier(2);
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(barrier::await, task -> new Thread(task).start());
    while (!barrier.wasLate()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    barrier.await();

    waiting.join();
  }
}
