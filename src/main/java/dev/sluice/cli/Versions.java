package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What `--version` prints and what a bug report should say. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice " + sluice(),
      "Java %s (%s), %s %s"
          .formatted(
              System.getProperty("java.version"),
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }

  /** What a run was made with. */
  static Map<String, String> ofRun() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("sluice", sluice());
    versions.put("deeplearning4j", deeplearning4j());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  /** From what Maven leaves in its jar. */
  private static String deeplearning4j() {
    String resource = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(resource)) {
      properties.load(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** From the jar's manifest. */
  private static String sluice() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("(not from its jar)");
  }
}
