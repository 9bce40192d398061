package dev.sluice.cli;

import dev.sluice.run.SoftwareVersions;
import picocli.CommandLine.IVersionProvider;

/** What `--version` prints and what a bug report should say. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "sluice "
          + SoftwareVersions.sluice()
          + SoftwareVersions.commit().map(" (commit %s)"::formatted).orElse(""),
      "Deeplearning4j "
          + SoftwareVersions.deeplearning4j()
          + SoftwareVersions.nd4jBackend().map(", ND4J with %s"::formatted).orElse(""),
      "Java %s (%s), %s %s"
          .formatted(
              System.getProperty("java.version"),
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }
}
