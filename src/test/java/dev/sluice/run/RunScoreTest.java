package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunScoreTest {
  @TempDir Path folder;

  @Test
  void hasTheNameThatTheMetricHasInConfigs() {
    assertThat(score("bits per token").metric()).isEqualTo("bits_per_token");
    assertThat(score("span F1").metric()).isEqualTo("span_f1");
    assertThat(score("BLEU").metric()).isEqualTo("bleu");
  }

  private RunScore score(String deciding) {
    RunFolder run = RunFolder.createAt(folder.resolve(deciding));
    SampleResults.write(run, "next", Map.of(deciding, 4.25), "better", "lower", "");
    return RunScore.of(Results.read(run.results())).orElseThrow();
  }
}
