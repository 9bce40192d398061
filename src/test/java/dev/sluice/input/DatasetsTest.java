package dev.sluice.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.InputSpec;
import org.junit.jupiter.api.Test;

class DatasetsTest {
  @Test
  void everyInputHasADataset() {
    // Datasets and Pipelines dispatch on these; a further one must be added to both.
    assertThat(InputSpec.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(InputSpec.Text.class, InputSpec.Series.class);
  }
}
