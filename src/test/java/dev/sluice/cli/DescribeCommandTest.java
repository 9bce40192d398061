package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;

class DescribeCommandTest {
  private static final String CONFIG = "config/airline.yaml";
  private static final String LSTMS = "src/test/resources/configs/airline-lstms.yaml";

  @Test
  void namesTheOriginOfEachValue() {
    CommandLineRun described = CommandLineRun.of("describe", CONFIG, "--set", "seed=7");

    assertThat(described.exit()).isZero();
    assertThat(described.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains(
            "seed | 7 | --set seed=7",
            "network[0].gru.units | 16 | config/airline.yaml:15:18",
            "network[0].gru.activation | tanh | default");
  }

  @Test
  void saysWhatEachLayerRunsOn() {
    CommandLineRun described = CommandLineRun.of("describe", LSTMS);

    assertThat(described.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains(
            "network[0] lstm | kernel",
            "network[2] dense | kernel",
            "output | kernel",
            "Threads that predict at the same time share all weights.");
  }

  @Test
  void saysWhyADenseLayerRunsOnDeeplearning4j() {
    CommandLineRun described =
        CommandLineRun.of(
            "describe",
            CONFIG,
            "--set",
            "network=[{lstm: {units: 4}}, {dense: {units: 3, activation: leaky_relu}}]");

    assertThat(described.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains(
            "network[1] dense | Deeplearning4j: the kernel does not compute leaky_relu",
            "output | kernel",
            "Threads that predict at the same time share all weights; each of them has its own copy"
                + " of the layers on Deeplearning4j.");
  }

  @Test
  void saysWhyTheOutputRunsOnDeeplearning4j() {
    CommandLineRun described =
        CommandLineRun.of(
            "describe",
            CONFIG,
            "--set",
            "network=[{lstm: {units: 4}}, {output: {activation: relu}}]");

    assertThat(described.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .contains("network[1] output | Deeplearning4j: the kernel does not compute relu with mse");
  }

  @Test
  void countsTheMemoryOfTraining() throws Exception {
    CommandLineRun described = CommandLineRun.of("describe", LSTMS, "--json");

    JsonNode result = new ObjectMapper().readTree(described.out());
    long parameters = result.get("parameters").asLong();
    JsonNode memory = result.get("memory");
    assertThat(memory.get("parameters").asLong()).isEqualTo(4 * parameters);
    // Adam keeps a mean of the gradient and one of its square.
    assertThat(memory.get("optimizer state").asLong()).isEqualTo(8 * parameters);
    // 16 examples of 24 steps x 64, then 32, 16 and 12 values; 4 bytes each
    assertThat(memory.get("layer outputs, one batch").asLong())
        .isEqualTo(4 * 16 * (24 * 64 + 32 + 16 + 12));
  }

  @Test
  void tellsTheCostOfTrainingFromAFewBatches() throws Exception {
    CommandLineRun described =
        CommandLineRun.of(
            "describe", CONFIG, "--measure", "--json", "--set", "network[0].gru.units=4");

    JsonNode result = new ObjectMapper().readTree(described.out());
    // 144 rows, 48 of them held back and 12 without a difference, leave 84 - 24 - 12 + 1 = 49
    // windows: 3 x 16 + 1
    assertThat(result.get("steps_per_epoch").asInt()).isEqualTo(4);
    JsonNode measured = result.get("measured");
    // all 20 but on a machine that takes more than 20 seconds for twice as many: MeasurementTest
    assertThat(measured.get("batches").asInt()).isBetween(1, 20);
    double seconds = measured.get("seconds_per_epoch").asDouble();
    assertThat(seconds).isGreaterThan(1e-4);
    assertThat(measured.get("seconds_at_most").asDouble()).isEqualTo(200 * seconds);
    assertThat(measured.get("memory").asLong()).isGreaterThan(10_000_000);
  }

  @Test
  void printsTheConfigurationThatDl4jReads() {
    CommandLineRun described = CommandLineRun.of("describe", LSTMS, "--dl4j");

    assertThat(MultiLayerConfiguration.fromJson(described.out()).getConfs()).hasSize(4);
  }
}
