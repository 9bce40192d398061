package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whole texts that tests compare with files under {@code src/test/resources/golden}. {@code ./mvnw
 * test -Dgolden.update=true} writes them anew, to be reviewed as a diff.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /** A file or folder of golden files. */
  public static Path path(String name) {
    return FOLDER.resolve(name);
  }

  /** Fails unless the file holds exactly this text; line ends of the file do not count. */
  public static void assertMatches(String actual, Path golden) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, actual);
        return;
      }
      if (!Files.exists(golden)) {
        fail("%s is missing; -Dgolden.update=true writes it. It would hold:%n%s", golden, actual);
      }
      assertThat(actual)
          .as("%s; if the change is right, -Dgolden.update=true writes it", golden)
          .isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
