package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  private static final CommandLine COMMANDS =
      new Main(
              Terminal.plain(
                  new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter())))
          .commandLine();

  static List<String> commands() {
    return Stream.concat(Stream.of("sluice"), COMMANDS.getSubcommands().keySet().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsWhatACommandDoes(String command) {
    CommandLineRun help =
        command.equals("sluice")
            ? CommandLineRun.of("--help")
            : CommandLineRun.of(command, "--help");

    assertThat(help.exit()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    Golden.assertMatches(help.out(), Golden.path("help/" + command + ".txt"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void showsAnExampleOfEveryCommand(String command) {
    String help = COMMANDS.getSubcommands().getOrDefault(command, COMMANDS).getUsageMessage();

    assertThat(help).contains("Examples:", "  sluice");
  }

  @Test
  void isPrintedWhereNoCommandIsNamed() {
    assertThat(CommandLineRun.of())
        .isEqualTo(new CommandLineRun(2, "", CommandLineRun.of("--help").out()));
  }

  @Test
  void namesTheVersions() {
    CommandLineRun version = CommandLineRun.of("--version");

    assertThat(version.exit()).isZero();
    assertThat(version.out())
        .startsWith("sluice ")
        .contains("Deeplearning4j 1.0.0-M2.1, ND4J with CpuBackend")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void theCompletionScriptKnowsEveryCommand() {
    CommandLineRun completion = CommandLineRun.of("completion");

    assertThat(completion.exit()).isZero();
    assertThat(completion.out()).startsWith("#!/usr/bin/env bash").contains(commands());
  }

  @Test
  void theReadmeHasARowForEachCommand() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(COMMANDS.getSubcommands().keySet())
        .allSatisfy(command -> assertThat(readme).containsPattern("(?m)^\\| `" + command + "[ `]"));
  }
}
