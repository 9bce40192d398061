package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisibleTest {
  private static final char ESC = 0x1B;
  private static final char OVERRIDE = 0x202E; // right to left
  private static final String RED = ESC + "[31m";

  @TempDir Path folder;

  @Test
  void whatATerminalObeysIsShownAsAnEscape() {
    for (int c = 0; c <= 0xFFFF; c++) {
      boolean obeyed =
          c < 0x20
              || c >= 0x7F && c <= 0x9F
              || c >= 0x202A && c <= 0x202E
              || c >= 0x2066 && c <= 0x2069
              || c == 0x2028
              || c == 0x2029;
      assertThat(Visible.value("a" + (char) c))
          .isEqualTo(obeyed ? "a\\u" + "%04x".formatted(c) : "a" + (char) c);
    }
    assertThat(Visible.value("na\u00efve \u65e5\u672c \uD83D\uDE00"))
        .isEqualTo("na\u00efve \u65e5\u672c \uD83D\uDE00");
  }

  @Test
  void linesRemainLines() {
    StringWriter shown = new StringWriter();
    Terminal terminal = Terminal.plain(new PrintWriter(shown), new PrintWriter(shown));

    terminal.out().println("one\n\ttwo" + RED);
    terminal.err().printf("%s%n", "one\rtwo");

    assertThat(shown.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo("one\n\ttwo\\u001b[31m\none\\u000dtwo\n");
  }

  @Test
  void tablesAndOutlinesStayAlignedAndObeyNothing() {
    TextTable table = new TextTable("na" + ESC + "me", ">x");
    table.row("a\nb", "1");
    assertThat(table.text()).isEqualTo("na\\u001bme  x\na\\u000ab    1\n");

    Map<String, Object> classes = new LinkedHashMap<>();
    classes.put(RED, Map.of("a" + OVERRIDE, 1));
    classes.put("rows", List.of("x" + ESC));
    assertThat(Outline.of(classes)).isEqualTo("\\u001b[31m  a\\u202e 1\nrows        x\\u001b\n");
  }

  @Test
  void noHeadingClassOrCellReachesTheTerminalAsItIs() throws IOException {
    Path data = folder.resolve("da" + ESC + "ta.csv");
    StringBuilder rows = new StringBuilder("text,la" + RED + "bel\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 2 == 0 ? "fine " : "dull ").append(i).append(',');
      rows.append(i % 2 == 0 ? "go" + RED + "od" : "bad").append('\n');
    }
    Files.writeString(data, rows);
    String yaml =
        """
        name: toy
        data:
          source: {csv: {path: "da\\eta.csv"}}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: {text: {column: text}}
          target: {class: {column: "%s"}}
        network:
          - embedding: {size: 3}
          - lstm: {units: 4}
        training: {epochs: 1}
        """;
    Path config = Files.writeString(folder.resolve("toy.yaml"), yaml.formatted("la\\e[31mbel"));
    Path other = Files.writeString(folder.resolve("other.yaml"), yaml.formatted("la\\e[32mbel"));
    Path series =
        Files.writeString(
            folder.resolve("series.yaml"),
            yaml.formatted("x")
                .replace("{text: {column: text}}", "{series: {lookback: 2}}")
                .replace("{class: {column: \"x\"}}", "{forecast: {columns: [text], horizon: 1}}")
                .replace("  - embedding: {size: 3}\n", ""));

    CommandLineRun check = CommandLineRun.of("check", config.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("go\\u001b[31mod");
    CommandLineRun describe = CommandLineRun.of("describe", config.toString());
    assertThat(describe.out()).contains("\\u001b[31mbel");
    CommandLineRun missing = CommandLineRun.of("check", other.toString());
    assertThat(missing.err()).contains("la\\u001b[32mbel", "la\\u001b[31mbel");
    Files.writeString(data, "text,x\n" + (ESC + "]0;title" + (char) 7 + ",1\n").repeat(30));
    CommandLineRun cells = CommandLineRun.of("check", series.toString());
    assertThat(cells.err()).contains("its first value is '\\u001b]0;title\\u0007'");
    CommandLineRun option = CommandLineRun.of("check", "x.yaml", "--no" + RED + "pe");
    assertThat(option.err()).contains("--no\\u001b[31mpe");
    for (CommandLineRun run : List.of(check, describe, missing, cells, option)) {
      assertThat((run.out() + run.err()).chars()).noneMatch(c -> c != '\n' && Visible.isObeyed(c));
    }
  }

  @Test
  void dataStayAsTheyAreUnlessATerminalShowsThem() {
    for (boolean isTerminal : List.of(false, true)) {
      StringWriter shown = new StringWriter();
      PrintWriter out = new PrintWriter(shown);
      Terminal terminal = new Terminal(out, out, isTerminal, isTerminal, false, 80);

      new JsonOption().print(Map.of("class", "a" + OVERRIDE), terminal);
      terminal.data().print(RED);

      assertThat(shown.toString().strip())
          .isEqualTo(
              isTerminal
                  ? "{\"class\":\"a\\u202e\"}" + System.lineSeparator() + "\\u001b[31m"
                  : "{\"class\":\"a" + OVERRIDE + "\"}" + System.lineSeparator() + RED);
    }
  }

  @Test
  void namesOfAnyLengthAreShownInAFewCharacters() {
    String name = "a".repeat(60_000);
    StringWriter shown = new StringWriter();
    Terminal terminal = Terminal.plain(new PrintWriter(shown), new PrintWriter(shown));
    TextTable table = new TextTable("class", ">rows");
    table.row(Visible.name(name), "1");
    table.row("b", "2");

    terminal.out().print(table.text());
    terminal.out().print(Outline.of(Map.of("classes", Map.of(name, 1, name + "b", 2))));
    terminal.err().println(Problem.inFile("a.csv", "no class " + name, "one of " + name + "\n"));

    assertThat(shown.toString().lines().limit(4)).allMatch(line -> line.length() < 300);
    assertThat(shown.toString().lines()).hasSize(6).allMatch(line -> line.length() <= 2000);
  }

  @Test
  void programsGetWhatThereIs() throws IOException {
    Path run = Files.createDirectories(folder.resolve("a" + OVERRIDE + "b/2026"));
    Files.writeString(run.resolve("config.yaml"), "name: toy\n");

    assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("a\\u202eb");
    String json = CommandLineRun.of("runs", "--json", folder.toString()).out();
    assertThat(new ObjectMapper().readTree(json).path("runs").path(0).path("run").asText())
        .isEqualTo(run.toString());
  }

  @Test
  void theTraceOfABugObeysNothingEither() {
    StringWriter err = new StringWriter();
    PrintWriter writer = new PrintWriter(err, true);
    Main main = new Main(Terminal.plain(writer, writer));

    main.failed(new IllegalStateException(RED));
    main.failed(new IOException(RED));
    main.failed(new UserException(Problem.inFile("a" + ESC, RED, "b" + OVERRIDE)));

    assertThat(err.toString())
        .contains(
            "IllegalStateException: \\u001b[31m",
            "sluice: \\u001b[31m",
            "a\\u001b: \\u001b[31m",
            "    b\\u202e")
        .doesNotContain("" + ESC, "" + OVERRIDE);
  }
}
