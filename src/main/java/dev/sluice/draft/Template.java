package dev.sluice.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A config to be filled in, for who has no file of data at hand yet. */
public enum Template {
  SENTIMENT,
  FORECAST;

  /** The text, with a comment at each place that is to be changed. */
  public String text() {
    try (InputStream bytes = Template.class.getResourceAsStream(this + ".yaml")) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
