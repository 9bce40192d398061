package dev.sluice.spec;

/** The `clean` of a text input. */
@Doc("What to remove or replace in a text before it is split into tokens.")
public record CleanSpec(
    @Doc(
            "Whether to convert HTML to text: each tag becomes a space; comments, scripts and"
                + " styles are removed; an entity such as `&amp;` becomes its character.")
        @Default("false")
        boolean html,
    @Doc("Whether to replace control characters with spaces, except tabs and line ends.")
        @Default("false")
        boolean control,
    @Doc("The Unicode normal form. It decides which characters count as equal.") @Default("nfc")
        Unicode unicode,
    @Doc("What to do with digits.") @Default("keep") Numbers numbers) {
  /** Nothing beyond what is done to every text. */
  public static final CleanSpec NONE = new CleanSpec(false, false, Unicode.NFC, Numbers.KEEP);

  /** A normal form of Unicode Standard Annex 15. */
  public enum Unicode {
    @Doc("A letter followed by a combining accent becomes the accented letter.")
    NFC,
    @Doc(
        "Like `nfc`, and full-width letters, ligatures and superscript digits become the"
            + " usual characters.")
    NFKC
  }

  /** How digits are written. */
  public enum Numbers {
    @Doc("Keeps digits.")
    KEEP,
    @Doc(
        "Replaces each digit with 0, so that all numbers with the same number of digits are"
            + " one token.")
    ZEROS
  }
}
