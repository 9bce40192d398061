package dev.sluice.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** The version of DL4J, from what Maven leaves in its jar. */
  public static String deeplearning4j() {
    return properties("/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties")
        .map(maven -> maven.getProperty("version"))
        .orElse("(not from its jar)");
  }

  /**
   * The version of Sluice. Its build leaves it in a file, which is there in a fat or shaded jar
   * too.
   */
  public static String sluice() {
    return build("version").orElse("(not from its jar)");
  }

  /**
   * The commit that Sluice was built from, such as {@code 1a2b3c4}, with {@code -dirty} after
   * changes.
   */
  public static Optional<String> commit() {
    return build("commit");
  }

  /** The class of ND4J's backend, such as {@code CpuBackend}; does not load it. */
  public static Optional<String> nd4jBackend() {
    return properties("/META-INF/services/org.nd4j.linalg.factory.Nd4jBackend")
        .flatMap(services -> services.stringPropertyNames().stream().findFirst())
        .map(name -> name.substring(name.lastIndexOf('.') + 1));
  }

  private static Optional<String> build(String key) {
    return properties("build.properties")
        .map(build -> build.getProperty(key, ""))
        .filter(
            value -> !value.isEmpty() && !value.startsWith("${")); // as Maven leaves it without Git
  }

  private static Optional<Properties> properties(String resource) {
    try (InputStream in = SoftwareVersions.class.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.of(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
