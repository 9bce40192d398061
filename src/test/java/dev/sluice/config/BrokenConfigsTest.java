package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.Golden;
import dev.sluice.problem.UserException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each broken config under {@code golden/config} is named after its fault and has its whole message
 * in a text file beside it. Overrides stand in its first lines: {@code # --set path=value}; what it
 * extends, under {@code parents}.
 */
class BrokenConfigsTest {
  private static final Path FOLDER = Golden.path("config");

  static List<String> broken() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isRefusedWithAllItsProblems(String name) throws IOException {
    Path file = FOLDER.resolve(name);
    List<String> overrides =
        Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream() // which is any bytes
            .filter(line -> line.startsWith("# --set "))
            .map(line -> line.substring("# --set ".length()))
            .toList();

    UserException refused =
        catchThrowableOfType(UserException.class, () -> ConfigReader.read(file, overrides));

    assertThat(refused).as(name + " is accepted").isNotNull();
    assertThat(refused.problems()).noneMatch(problem -> problem.location().isEmpty());
    Golden.assertMatches(
        refused.getMessage().replace(FOLDER + File.separator, "") + "\n",
        FOLDER.resolve(name.replace(".yaml", ".txt")));
  }

  @Test
  void atLeastAHundredFaultsAreHeldAndManyFilesHaveSeveral() throws IOException {
    int several = 0;
    for (String name : broken()) {
      String message = Files.readString(FOLDER.resolve(name.replace(".yaml", ".txt")));
      several += message.lines().filter(line -> !line.startsWith(" ")).count() >= 3 ? 1 : 0;
    }

    assertThat(broken()).hasSizeGreaterThanOrEqualTo(100);
    assertThat(several).isGreaterThanOrEqualTo(20);
  }

  @Test
  void everyMessageBelongsToAConfig() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".txt")))
          .allMatch(name -> Files.exists(Path.of(name.replace(".txt", ".yaml"))));
    }
  }
}
