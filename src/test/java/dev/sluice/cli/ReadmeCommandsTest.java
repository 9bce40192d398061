package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README shows are ours, and the messages are what is printed. */
class ReadmeCommandsTest {
  @TempDir Path folder;

  @Test
  void everyCommandLineIsUnderstood() throws IOException {
    List<String> lines =
        Pattern.compile("^(?:\\$ )?\\./sluice (.*?)(?: +#.*)?$", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(lines).hasSizeGreaterThan(10);
    PrintWriter nowhere = new PrintWriter(new StringWriter());

    for (String line : lines) {
      new Main(Terminal.plain(nowhere, nowhere)).commandLine().parseArgs(line.split(" "));
    }
  }

  @Test
  void theProblemsOfTheWrongConfigAreThosePrinted() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    List<String> configs =
        Arrays.stream(readme.split("```yaml\n")).skip(1).map(s -> s.split("```")[0]).toList();
    String shown = readme.split(Pattern.quote("$ ./sluice check broken.yaml\n"))[1].split("```")[0];
    Path broken = Files.writeString(folder.resolve("broken.yaml"), configs.get(1));

    CommandLineRun check = CommandLineRun.of("check", broken.toString());

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err().replace(broken.toString(), "broken.yaml")).isEqualTo(shown);
  }
}
