package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script in a bash of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for bash and zsh")
class CompletionTest {
  @TempDir Path folder;

  /** In the locale that the program sets: picocli numbers the commands in that of the JVM. */
  @BeforeEach
  void printTheScript() throws IOException {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    try {
      Files.writeString(folder.resolve("script"), CommandLineRun.of("completion").out());
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void completesCommands() throws Exception {
    assertThat(complete("sluice", "ev")).containsExactly("evaluate");
  }

  @Test
  void completesRunsAndTheWordsForThem() throws Exception {
    Path run = Files.createDirectories(folder.resolve("runs/reviews/2026-11-21T10-00-01"));
    Files.writeString(run.resolve("config.yaml"), "");
    Files.createDirectories(folder.resolve("runs/reviews/no-run"));

    assertThat(complete("sluice", "evaluate", ""))
        .containsExactly(
            "runs/reviews/2026-11-21T10-00-01", "runs/reviews/latest", "runs/reviews/best");
    assertThat(complete("sluice", "train", "--resume", "runs/reviews/l"))
        .containsExactly("runs/reviews/latest");
  }

  @Test
  void completesKeysALevelAtATime() throws Exception {
    assertThat(complete("sluice", "train", "a.yaml", "--set", "training.ea"))
        .containsExactly("training.early_stopping=", "training.early_stopping.");
    assertThat(complete("sluice", "train", "a.yaml", "--set", "training.optimizer.adam."))
        .contains("training.optimizer.adam.learning_rate=");
    assertThat(complete("sluice", "check", "a.yaml", "--set", "data.col"))
        .containsExactly("data.columns.");
  }

  @Test
  void completesKeysOfTheLayerThatIsNamed() throws Exception {
    assertThat(complete("sluice", "train", "a.yaml", "--set", "network[2].lstm.u"))
        .containsExactly("network[2].lstm.units=");
    assertThat(complete("sluice", "train", "a.yaml", "--set", "network"))
        .containsExactly("network=", "network[0]=", "network[0].", "network.");
  }

  @Test
  void leavesValuesToTheShell() throws Exception {
    assertThat(complete("sluice", "train", "--set", "data.source.csv.path", "=", "da")).isEmpty();
  }

  private List<String> complete(String... words) throws Exception {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add("'" + word + "'");
    }
    String program =
        """
        source ./script
        COMP_WORDS=(%s) COMP_CWORD=%s COMP_LINE=%s
        _sluice
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                String.join(" ", quoted),
                words.length - 1,
                "'"
                    + quoted.stream().map(w -> w.replace("'", "")).collect(Collectors.joining(" "))
                    + "'");
    Process bash =
        new ProcessBuilder("bash", "-c", program)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(bash.getInputStream().readAllBytes(), UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
