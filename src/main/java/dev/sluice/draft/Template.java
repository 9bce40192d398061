package dev.sluice.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A config to be filled in, for users who have no data file yet. */
public enum Template {
  SENTIMENT,
  FORECAST;

  /**
   * The text, with a comment at each place to change.
   *
   * @param config the file that it is for; the path of the schema is relative to its folder
   */
  public String text(Path config) {
    try (InputStream bytes = Template.class.getResourceAsStream(this + ".yaml")) {
      return Drafts.schemaLine(config) + new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
