package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.TeacherForcingScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TeacherForcingTest {
  private static TeacherForcing forcing(double ratio, TeacherForcingScheduleSpec schedule) {
    return new TeacherForcing(Optional.of(new TrainingSpec.TeacherForcing(ratio, schedule)), 10);
  }

  /** Ten steps are an epoch. */
  @Test
  void theRatioFallsFromEpochToEpoch() {
    TeacherForcing linear = forcing(0.8, new TeacherForcingScheduleSpec.Linear(0.2, 4));
    assertThat(linear.ratio(9)).isEqualTo(0.8);
    assertThat(linear.ratio(10)).isCloseTo(0.65, within(1e-12)); // 0.8 - 0.6 / 4
    assertThat(linear.ratio(39)).isCloseTo(0.35, within(1e-12));
    assertThat(linear.ratio(500)).isCloseTo(0.2, within(1e-12));

    TeacherForcing exponential = forcing(0.5, new TeacherForcingScheduleSpec.Exponential(0.9));
    assertThat(exponential.ratio(25)).isCloseTo(0.405, within(1e-12)); // 0.5 * 0.9^2

    TeacherForcing sigmoid = forcing(1, new TeacherForcingScheduleSpec.InverseSigmoid(5));
    assertThat(sigmoid.ratio(0)).isEqualTo(1);
    assertThat(sigmoid.ratio(50)).isCloseTo(6 / (5 + Math.E), within(1e-12));
    assertThat(TeacherForcing.NONE.ratio(7)).isEqualTo(1);
  }
}
