package dev.sluice.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** The versions of the programs that a run is made with. */
public final class SoftwareVersions {
  private SoftwareVersions() {}

  /** What a run was made with. */
  public static Map<String, String> ofRun() {
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
    try (InputStream in = SoftwareVersions.class.getResourceAsStream(resource)) {
      properties.load(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** From the jar's manifest. */
  public static String sluice() {
    return Optional.ofNullable(SoftwareVersions.class.getPackage().getImplementationVersion())
        .orElse("(not from its jar)");
  }
}
