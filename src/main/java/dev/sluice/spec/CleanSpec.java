package dev.sluice.spec;

/** The `clean` of a text input. */
@Doc("What is left out of a text, or written otherwise, before it is cut into tokens.")
public record CleanSpec(
    @Doc(
            "Whether HTML becomes text: a tag becomes a blank, comments, scripts and styles are left"
                + " out, and an entity such as `&amp;` becomes what it stands for.")
        @Default("false")
        boolean html,
    @Doc("Whether control characters, but for tabs and line ends, become blanks.") @Default("false")
        boolean control,
    @Doc("Which characters are taken for the same.") @Default("nfc") Unicode unicode,
    @Doc("What becomes of digits.") @Default("keep") Numbers numbers) {
  /** Nothing beyond what is done to every text. */
  public static final CleanSpec NONE = new CleanSpec(false, false, Unicode.NFC, Numbers.KEEP);

  /** A normal form of Unicode Standard Annex 15. */
  public enum Unicode {
    @Doc("A letter and its accent are the letter with the accent.")
    NFC,
    @Doc("Also full-width letters, ligatures and raised digits are the usual ones.")
    NFKC
  }

  /** How digits are written. */
  public enum Numbers {
    @Doc("They stay.")
    KEEP,
    @Doc("Each becomes 0, so that all numbers with as many digits are one token.")
    ZEROS
  }
}
