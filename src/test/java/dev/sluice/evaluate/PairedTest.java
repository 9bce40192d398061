package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PairedTest {
  @Test
  void noDifferenceHasAProbabilityOfZero() {
    assertThat(withP(OptionalDouble.of(2e-7)).shownP()).contains("< .001");
    assertThat(withP(OptionalDouble.of(0.001)).shownP()).contains("0.001");
    assertThat(withP(OptionalDouble.of(0.0354)).shownP()).contains("0.035");
    assertThat(withP(OptionalDouble.empty()).shownP()).isEmpty();
  }

  private static Paired.Change withP(OptionalDouble p) {
    return new Paired.Change(-0.5, Optional.empty(), p, true);
  }
}
