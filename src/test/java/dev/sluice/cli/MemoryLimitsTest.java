package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLimitsTest {
  private static final String[] LARGE_NETWORK = {
    "describe", "config/airline.yaml", "--set", "network[0].lstm.units=5000"
  };

  @Test
  void aNetworkLargerThanTheMachineFailsWithWhatToLower() throws Exception {
    // lstm of 5000 units: 4 x 5000 x (3 + 5000 + 1) numbers of 4 bytes are 400 MB
    String output =
        sluice(
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=350m", "-Dorg.bytedeco.javacpp.maxbytes=300m");

    assertThat(output)
        .contains("sluice: out of memory: Physical memory usage is too high")
        .contains("lower training.batch_size", "data.input.series.lookback")
        .doesNotContain("\tat "); // no stack trace
  }

  private static String sluice(String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main"));
    command.addAll(List.of(LARGE_NETWORK));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(Main.FAILED);
    return output;
  }
}
