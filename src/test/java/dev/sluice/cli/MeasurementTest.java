package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  /**
   * @param tick seconds that pass between two looks at the clock
   */
  private static Measurement measured(double tick) {
    AtomicLong now = new AtomicLong();
    return Measurement.of(
        Experiment.of(
            ConfigReader.read(Path.of("config/airline.yaml"), List.of("network[0].gru.units=4"))),
        () -> now.getAndAdd((long) (tick * 1e9)));
  }

  @Test
  void takesTwentyBatchesBehindTwentyThatWarmUp() {
    Measurement measured = measured(0.01);

    assertThat(measured.batches()).isEqualTo(20);
    assertThat(measured.secondsAtMost()).isEqualTo(200 * measured.secondsPerEpoch());
  }

  @Test
  void takesFewerWhereEachTakesLong() {
    Measurement measured = measured(2);

    assertThat(measured.batches()).isBetween(2, 6);
    assertThat(measured.secondsPerEpoch()).isGreaterThan(4);
  }
}
