package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExcerptsTest {
  @TempDir private Path folder;

  @Test
  void marksThePlaceInItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\ntraining:\n  epoch: 3\n");
    Problem problem = new Problem("training.epoch", file + ":3:3", "unknown key", "advice it");

    assertThat(new Excerpts().text(problem))
        .isEqualTo(
            file
                + """
                :3:3: training.epoch: unknown key
                     3 |   epoch: 3
                       |   ^
                    advice it""");
  }

  @Test
  void showsThePartOfALongLineThatHoldsThePlace() throws IOException {
    Path file =
        Files.writeString(folder.resolve("a.yaml"), "a".repeat(500) + "!" + "b".repeat(500));

    String text = new Excerpts().text(new Problem("", file + ":1:501", "wrong", ""));

    String shown = "a".repeat(60) + "!" + "b".repeat(39);
    assertThat(text).endsWith("wrong\n     1 | " + shown + "\n       | " + " ".repeat(60) + "^");
  }

  @Test
  void sendsNoControlCharactersToTheTerminal() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "a: \u001B[31mred");

    assertThat(new Excerpts().text(new Problem("", file + ":1:4", "wrong", "")))
        .contains("a:  [31mred");
  }

  @Test
  void leavesAProblemWithoutAReadablePlaceAsItIs() {
    for (String location : new String[] {"", "--set a=1", "data.csv:3", "none.yaml:1:1"}) {
      Problem problem = new Problem("a", location, "wrong", "advice it");

      assertThat(new Excerpts().text(problem)).isEqualTo(problem.toString());
    }
  }

  @Test
  void onlyATerminalGetsThem() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "nam: a\n");

    assertThat(check(file, true)).contains("\n     1 | nam: a\n       | ^\n");
    assertThat(check(file, false)).doesNotContain(" | ");
  }

  private static String check(Path file, boolean errIsTerminal) {
    StringWriter err = new StringWriter();
    PrintWriter out = new PrintWriter(new StringWriter());
    new Main(new Terminal(out, new PrintWriter(err, true), false, errIsTerminal, false, 80))
        .run("check", file.toString());
    return err.toString().replace(System.lineSeparator(), "\n");
  }
}
