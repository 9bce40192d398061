package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
  @TempDir Path folder;

  @Test
  void readsNamesOfAnyLength() {
    Path file = folder.resolve("data.json");
    String name = "a".repeat(100_000);

    Json.write(file, Map.of(name, 1));

    assertThat(Json.read(file).path(name).asInt()).isEqualTo(1);
  }

  @Test
  void readsBackWhatItWrote() {
    Path file = folder.resolve("results.json");
    Json.write(file, Map.of("test", Map.of("mae", 51.5)));

    assertThat(Json.read(file).at("/test/mae").asDouble()).isEqualTo(51.5);
  }

  @Test
  void aFileThatIsNotThereIsMissing() {
    assertThat(Json.read(folder.resolve("results.json")).isMissingNode()).isTrue();
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, "{\"test\": {");

    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is damaged: it holds no JSON\n    restore it, or run again");
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    assertThatThrownBy(() -> Json.read(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot read " + folder + ": ");
  }
}
