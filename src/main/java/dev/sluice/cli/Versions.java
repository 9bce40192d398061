package dev.sluice.cli;

import java.util.Optional;
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

  /** From the jar's manifest. */
  private static String sluice() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("(not from its jar)");
  }
}
