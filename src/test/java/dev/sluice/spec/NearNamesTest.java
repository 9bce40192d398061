package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.NearNames;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
  private static final List<String> KEYS = List.of("units", "activation", "batch_size", "load");

  @Test
  void findsTheNameWithOneLetterMissing() {
    assertThat(NearNames.nearest("unit", KEYS)).contains("units");
  }

  @Test
  void findsTheNameWithTwoLettersSwapped() {
    assertThat(NearNames.nearest("activatoin", KEYS)).contains("activation");
  }

  @Test
  void ignoresCaseAndTheSignBetweenWords() {
    assertThat(NearNames.nearest("Batch-Size", KEYS)).contains("batch_size");
  }

  @Test
  void findsTheNameWhoseStartWasWritten() {
    assertThat(NearNames.nearest("act", KEYS)).contains("activation");
    assertThat(NearNames.nearest("batch", KEYS)).contains("batch_size");
    assertThat(NearNames.nearest("load_factor", KEYS)).contains("load");
  }

  @Test
  void findsNothingWhenNoNameIsNear() {
    assertThat(NearNames.nearest("horizon", KEYS)).isEmpty();
    assertThat(NearNames.nearest("x", List.of())).isEmpty();
  }
}
