package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/monitor.md are understood, and print what the page shows. */
class MonitorPageTest {
  @TempDir Path folder;

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/monitor.md"));
  }

  @Test
  void theCommandsAreUnderstoodAndTheTableHasTheShownQuantities() throws IOException {
    List<String> commands =
        Pattern.compile("^    \\./sluice (.*)$", Pattern.MULTILINE)
            .matcher(page())
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(commands).hasSize(2);
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    for (String line : commands) {
      new Main(Terminal.plain(nowhere, nowhere)).commandLine().parseArgs(line.split(" "));
    }
    String run = folder.resolve("watched").toString();
    CommandLineRun train = // a smaller network than that of the page
        CommandLineRun.of(
            "train",
            "config/reviews.yaml",
            "--run",
            run,
            "--set",
            "network=[{embedding: {size: 4}}, {pooling: {method: mean}}]",
            "--set",
            "training={epochs: 1}",
            "--set",
            "evaluation={baselines: [majority]}");
    assertThat(train.exit()).as(train.err()).isZero();

    CommandLineRun monitor = CommandLineRun.of("monitor", run, "--input", "data/reviews-hard.csv");

    String shown = page().split("```\n")[1];
    assertThat(quantities(monitor.out())).isEqualTo(quantities(shown)).hasSize(7);
    assertThat(monitor.out()).contains(" < .001  drift\n");
    assertThat(monitor.out().strip().lines().reduce((a, b) -> b).orElseThrow())
        .matches("Drift in \\d of 6 checks of 1000 rows: .*\\.");
  }

  /** The first two columns of the table, up to the blank line after it. */
  private static List<String> quantities(String text) {
    return text.split("\n\n")[0]
        .lines()
        .map(line -> String.join(" | ", List.of(line.split(" {2,}")).subList(0, 2)))
        .toList();
  }
}
