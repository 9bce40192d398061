package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in docs/init.md print what stands there. */
class InitPageTest {
  private static final String PROMPT = "    $ ./sluice ";

  @TempDir private Path folder;

  @Test
  void theExamplesPrintWhatTheyShow() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    Files.copy(Path.of("docs/sluice.schema.json"), folder.resolve("docs/sluice.schema.json"));
    List<String> lines = Files.readAllLines(Path.of("docs/init.md"));
    int commands = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(PROMPT)) {
        assertPrints(lines.get(i).substring(PROMPT.length()), shown(lines, i + 1));
        commands++;
      }
    }
    assertThat(commands).isEqualTo(2);
  }

  private static List<String> shown(List<String> lines, int first) {
    List<String> shown = new ArrayList<>();
    for (int i = first; lines.get(i).startsWith("    "); i++) {
      shown.add(lines.get(i).strip());
    }
    return shown;
  }

  /** {@code ...} stands for lines that are left out. */
  private void assertPrints(String command, List<String> shown) {
    List<String> args = new ArrayList<>();
    for (String arg : command.split(" ")) {
      args.add(arg.endsWith(".yaml") ? folder.resolve(arg).toString() : arg);
    }

    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));

    List<String> printed =
        (run.out() + run.err()).replace(folder + "/", "").lines().map(String::strip).toList();
    assertThat(printed).as(command).containsSubsequence(without(shown));
    if (!shown.contains("...")) {
      assertThat(printed).as(command).isEqualTo(shown);
    }
  }

  private static List<String> without(List<String> shown) {
    return shown.stream().filter(line -> !line.equals("...")).toList();
  }
}
