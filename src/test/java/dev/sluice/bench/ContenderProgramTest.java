package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContenderProgramTest {
  private static final Workload TINY = Workload.named("tiny");
  private static final Stopwatch ONE_CALL = new Stopwatch(0, 0, 2);

  @TempDir private Path folder;
  private WorkloadFiles files;

  @BeforeEach
  void writeWorkload() throws IOException {
    files = new WorkloadFiles(folder, TINY);
    files.write();
  }

  @Test
  void oursAndStockComputeTheSameFromTheFiles() throws IOException {
    Map<String, Object> ours = ContenderProgram.measure(Contender.OURS, TINY, files, ONE_CALL);
    Map<String, Object> stock =
        ContenderProgram.measure(Contender.STOCK_1THREAD, TINY, files, ONE_CALL);

    assertThat((float[]) ours.get("outputs"))
        .hasSize(3)
        .containsExactly((float[]) stock.get("outputs"), within(1e-6f));
    List<Double> losses = losses(ours);
    assertThat(losses).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(losses.get(i)).isCloseTo(losses(stock).get(i), within(1e-6));
    }
  }

  @Test
  void everyMeasureHasItsWindows() throws IOException {
    Map<String, Object> result = ContenderProgram.measure(Contender.OURS, TINY, files, ONE_CALL);

    for (String measure : List.of("train_ms", "batch_ms", "row_ms")) {
      assertThat((List<?>) result.get(measure)).as(measure).hasSize(2);
    }
  }

  @Test
  void aTranslatorIsTrainedOnTheFilesAsOftenAsTheyTell() throws IOException {
    TextProgram texts = new TextProgram(TextWorkload.named("tiny-translation").orElseThrow());
    texts.write(folder);

    Map<String, Object> result = texts.measure(folder, ONE_CALL);

    JsonNode described = new ObjectMapper().readTree(folder.resolve("workload.json").toFile());
    assertThat(losses(result)).hasSize(5);
    assertThat(described.at("/reference/losses/4").asDouble()).isEqualTo(losses(result).get(4));
    assertThat((List<?>) result.get("train_ms")).hasSize(2);
  }

  @Test
  void countsTheProductsOfAWorkload() {
    // 2 * 32 * 50 * (4 * 64 * (64 + 64) + 4 * 32 * (64 + 32)), three times for training
    assertThat(Workload.named("32x50").trainingFlops()).isEqualTo(3 * 3200 * (32_768.0 + 12_288));
  }

  @SuppressWarnings("unchecked")
  private static List<Double> losses(Map<String, Object> result) {
    return (List<Double>) result.get("losses");
  }
}
