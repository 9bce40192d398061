package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void dataLargerThanTheHeapAskForMoreHeap(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("large.csv");
    try (Writer out = Files.newBufferedWriter(data)) {
      out.write("review,sentiment\n");
      for (int row = 0; row < 300_000; row++) { // an array and two texts of some 150 bytes each
        out.write("a film to fall asleep in number " + row + ",negative\n");
      }
    }

    String output =
        run(
            List.of("-Xmx40m"),
            List.of("check", "config/reviews.yaml", "--set", "data.source.csv.path=" + data));

    assertThat(output)
        .contains(
            "sluice: out of memory: ", "give Java's heap more than its ", "SLUICE_JAVA_OPTS=-Xmx")
        .doesNotContain("training.batch_size", "\tat ");
  }

  @Test
  void aLimitBelowWhatTheNativeCodeTakesSaysSo() throws Exception {
    assertThat(sluice("-Dorg.bytedeco.javacpp.maxphysicalbytes=10m"))
        .contains("sluice: ND4J's native code does not load, since it may take too little memory")
        .doesNotContain("training.batch_size", "\tat ");
  }

  private static String sluice(String... flags) throws Exception {
    return run(List.of(flags), List.of(LARGE_NETWORK));
  }

  private static String run(List<String> flags, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(Main.FAILED);
    return output;
  }
}
