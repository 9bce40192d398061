package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.network.ChildJvm;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitsTest {
  private static final String[] LARGE_NETWORK = {
    "describe", "config/airline.yaml", "--set", "network=[{lstm: {units: 5000}}]"
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
            List.of("check", "config/reviews.yaml", "--set", "data.source.csv.path=" + data),
            Main.FAILED);

    assertThat(output)
        .contains(
            "sluice: out of memory: ", "give Java's heap more than its ", "SLUICE_JAVA_OPTS=-Xmx")
        .doesNotContain("training.batch_size", "\tat ");
  }

  @Test
  void aLimitBelowWhatTheNativeCodeTakesSaysSo() throws Exception {
    assertThat(sluice("-Dorg.bytedeco.javacpp.maxphysicalbytes=10m"))
        .contains("sluice: ND4J's native code does not load, as it is allowed too little memory")
        .doesNotContain("training.batch_size", "\tat ");
  }

  @Test
  void aTrainingOnLongTextsIsToldWhatMakesItsBatchesSmallerAndThatDoes(@TempDir Path folder)
      throws Exception {
    Path config = longTexts(folder, "lstm: {units: 48}");
    // Vectors are slow until the second compiler has compiled them.
    List<String> limit = List.of("-Xmx170m", "-XX:TieredStopAtLevel=4");
    List<String> train = List.of("train", config.toString(), "--run", folder + "/run");

    String failed = run(limit, train, Main.FAILED);

    assertThat(failed)
        .contains("sluice: out of memory: ")
        .contains("a batch needs less memory with --set training.chunk_steps=400; or");
    List<String> again = new ArrayList<>(train);
    again.set(3, folder + "/again");
    again.addAll(List.of("--set", "training.chunk_steps=400"));
    assertThat(run(limit, again, Main.DONE)).doesNotContain("out of memory");
  }

  @Test
  void chunksAreNotNamedWhereTheNetworkReadsFromBothEnds(@TempDir Path folder) throws Exception {
    Path config = longTexts(folder, "bidirectional: {layer: {lstm: {units: 48}}}");

    assertThat(
            run(
                List.of("-Xmx170m"),
                List.of("train", config.toString(), "--run", folder + "/run"),
                Main.FAILED))
        .contains("sluice: out of memory: ")
        .doesNotContain("chunk_steps");
  }

  /** 36 of 45 texts of 4,000 words train, in a batch of 32 that takes more than 200 MB. */
  private static Path longTexts(Path folder, String layer) throws Exception {
    try (Writer out = Files.newBufferedWriter(folder.resolve("texts.csv"))) {
      out.write("text,label\n");
      for (int row = 0; row < 45; row++) {
        out.write((row % 2 == 0 ? "good " : "bad ").repeat(4000) + "," + row % 2 + "\n");
      }
    }
    return Files.writeString(
        folder.resolve("long.yaml"),
        """
        name: long
        data:
          source: {csv: {path: texts.csv}}
          split: {validation: {share: 0.1}, test: {share: 0.1}}
          input: {text: {column: text, max_length: 4000}}
          target: {class: {column: label}}
        network:
          - embedding: {size: 32}
          - %s
          - pooling: {method: max}
        training: {epochs: 1, batch_size: 32, threads: 1}
        evaluation: {baselines: []}
        """
            .formatted(layer));
  }

  private static String sluice(String... flags) throws Exception {
    return run(List.of(flags), List.of(LARGE_NETWORK), Main.FAILED);
  }

  private static String run(List<String> flags, List<String> arguments, int exit) throws Exception {
    List<String> command = ChildJvm.java();
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(exit);
    return output;
  }
}
