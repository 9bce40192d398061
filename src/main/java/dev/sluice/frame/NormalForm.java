package dev.sluice.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The normalization of texts and classes that comes before anything else, so that what looks the
 * same is the same.
 */
public enum NormalForm {
  /** As in the source; for models without a normal form. */
  RAW,
  /**
   * Unicode's composed form (NFC, Unicode Standard Annex 15). Before that, characters without a
   * meaning of their own are removed: soft hyphens, word joiners, byte order marks and direction
   * marks; a zero-width space becomes a space. Zero-width joiners and non-joiners are part of the
   * spelling of words and emoji, and stay.
   */
  NFC;

  private static final String KEY = "normal_form";
  private static final char FIRST_COMBINING = '\u0300'; // below it, NFC changes nothing
  private static final char SOFT_HYPHEN = '\u00AD';
  private static final char ZERO_WIDTH_SPACE = '\u200B';

  public String of(String text) {
    if (this == RAW || isNormal(text)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLeftOut(c)) {
        kept.append(c == ZERO_WIDTH_SPACE ? ' ' : c);
      }
    }
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  /** The form that {@link #write} wrote. */
  public static NormalForm of(JsonNode json) {
    if (!json.has(KEY)) {
      return RAW;
    }
    if (!json.get(KEY).asText().equals(NFC.word())) {
      throw FittedJson.damaged(KEY + " must be " + NFC.word());
    }
    return NFC;
  }

  /** Adds the form to the fitted state; nothing for {@link #RAW}. */
  public void write(ObjectNode json) {
    if (this != RAW) {
      json.put(KEY, word());
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isNormal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING || text.charAt(i) == SOFT_HYPHEN) {
        return false;
      }
    }
    return true;
  }

  /**
   * The characters that {@link #NFC} removes, as a character class of an Oniguruma regular
   * expression.
   */
  public static String leftOut() {
    return "[\\x{00ad}\\x{061c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2060}\\x{2066}-\\x{2069}\\x{feff}]";
  }

  private static boolean isLeftOut(char c) {
    return c == SOFT_HYPHEN
        || c == '\u061C'
        || c == '\u200E'
        || c == '\u200F'
        || c >= '\u202A' && c <= '\u202E'
        || c == '\u2060'
        || c >= '\u2066' && c <= '\u2069'
        || c == '\uFEFF';
  }
}
