package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  @TempDir Path folder;

  @Test
  void thePageOfTheDocsNamesEveryOption() throws IOException {
    String page = Files.readString(Path.of("docs/serve.md"));

    assertThat(CommandLineRun.of("serve", "--help").out().lines().map(String::strip))
        .filteredOn(line -> line.startsWith("--"))
        .isNotEmpty()
        .allMatch(line -> page.contains("`" + line.split("[ `=.]")[0]));
  }

  @Test
  void refusesARunThatIsNotThere() {
    CommandLineRun serve =
        CommandLineRun.of("serve", folder.resolve("none").toString(), "--port", "0");

    assertThat(serve.exit()).isEqualTo(2);
    assertThat(serve.err()).contains("there is no such folder", "1 problem");
  }

  @Test
  void refusesNumbersThatCannotBeMeant() {
    CommandLineRun serve =
        CommandLineRun.of("serve", "run", "--port", "70000", "--threads", "0", "--timeout", "0");

    assertThat(serve.exit()).isEqualTo(2);
    assertThat(serve.err())
        .contains("--port must be from 0 to 65535; --threads must be 1 or more; ");
  }

  @Test
  void showsAnExampleOfTheOptionThatCannotBeRead() {
    assertThat(CommandLineRun.of("serve", "run", "--split", "old").err())
        .startsWith(
            "sluice serve: 'old' has no name or nothing after '='; expected --split"
                + " old=0.9,new=0.1\n");
    assertThat(CommandLineRun.of("serve", "run", "--shadow", "old=").err())
        .startsWith(
            "sluice serve: 'old=' has no name or nothing after '='; expected --shadow old=new\n");
  }

  @Test
  void saysWhichNamesAModelMayHave() throws IOException {
    Path run = Files.createDirectory(folder.resolve("my run"));

    assertThat(CommandLineRun.of("serve", "my model=" + run, "--port", "0").err())
        .startsWith(
            "sluice serve: 'my model' cannot name a model: use letters, digits, '_', '.' and '-',"
                + " for example my-model='"
                + run
                + "'\n");
    assertThat(CommandLineRun.of("serve", "=runs/x", "--port", "0").err())
        .startsWith("sluice serve: '' cannot name a model: ")
        .contains("for example model=runs/x\n");
  }

  @Test
  void aFolderMayHaveBlanksAndAnEqualsSign() throws IOException {
    for (String name : List.of("my run", "rate = 0.1")) {
      Path run = Files.createDirectory(folder.resolve(name));

      assertThat(CommandLineRun.of("serve", run.toString(), "--port", "0").err())
          .startsWith(run.toString());
    }
  }

  @Test
  void refusesFurtherNamesWhereEveryNameIsAccepted() {
    for (String[] open :
        List.of(
            new String[] {"--host", "0.0.0.0"},
            new String[] {"--token-file", folder.resolve("tokens").toString()})) {
      CommandLineRun serve =
          CommandLineRun.of("serve", "run", "--allow-host", "proxy.example", open[0], open[1]);

      assertThat(serve.exit()).isEqualTo(2);
      assertThat(serve.err()).startsWith("sluice serve: --allow-host has no effect with ");
    }
  }
}
