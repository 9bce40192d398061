package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputsTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theNetworkIsAskedWhenTheyAreAndOnceOnly() {
    Outputs outputs =
        new Outputs(
            () -> {
              asked.incrementAndGet();
              return new float[][] {{1, 2}};
            });
    assertThat(asked).hasValue(0);

    float[][] first = outputs.get();

    assertThat(outputs.get()).isSameAs(first);
    assertThat(asked).hasValue(1);
  }
}
