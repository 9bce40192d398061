package dev.sluice.spec;

import java.util.List;
import java.util.Optional;

/**
 * What goes into the network. Open: a plug-in may register further kinds, each with a {@code
 * dev.sluice.input.Input}.
 */
public interface InputSpec {
  /** Whether its rows follow each other in time. */
  boolean isInTimeOrder();

  /** The column of the tokens, where each step is one that the rows name: it can have a label. */
  default Optional<String> tokenColumn() {
    return Optional.empty();
  }

  @Doc("One column of text, as a sequence of token ids.")
  record Text(
      @Doc("The column with the text.") @Example("review") String column,
      @Doc(
              "How a text becomes tokens. Before that, texts (and classes) are brought to Unicode's"
                  + " composed form (NFC), without soft hyphens, byte order marks, word joiners and"
                  + " marks of direction; a zero-width space becomes a blank. HTML entities such as"
                  + " `&amp;` stay as they are.")
          @Default("{words: {}}")
          TokenizerSpec tokenizer,
      @Doc("Which tokens get an id of their own.") @Default("{}") VocabularySpec vocabulary,
      @Doc("Longer texts are cut to this many tokens.")
          @Default("200")
          @Range(min = 1, max = 1_000_000)
          int maxLength,
      @Doc(
              "Which tokens of a longer text are kept: its `start`, its `end`, or half of each with `both`.")
          @Default("start")
          Keep keep,
      @Doc(
              "Whether padding is masked: outputs and gradients are then those of the text alone."
                  + " `false` lets the network see the padding, as many tutorials do.")
          @Default("true")
          boolean mask,
      @Doc("With `mask: false`: where padding stands, `pre` (Keras's default) or `post`.")
          Optional<Padding> padding)
      implements InputSpec {
    public Text {
      if (mask && padding.isPresent()) {
        throw new InvalidSpecException(
            "padding",
            "has no effect while padding is masked",
            "remove it, or set mask: false to let the network see the padding");
      }
    }

    @Override
    public boolean isInTimeOrder() {
      return false;
    }

    /** Where padding stands when the network sees it; empty when it is masked. */
    public Optional<Padding> seenPadding() {
      return mask ? Optional.empty() : Optional.of(padding.orElse(Padding.PRE));
    }
  }

  @Doc(
      "Tokens that are there already, such as the words of a sentence: each a row, or several in a"
          + " row with blanks between them.")
  record Tokens(
      @Doc("The column with the tokens.") @Example("form") String column,
      @Doc(
              "Rows with the same value in this column are one sequence of tokens. Left out: `sentence`"
                  + " where the rows have such a column, as those of `conllu` and `conll` do; else"
                  + " each row is a sequence of its own, whose tokens are separated by blanks.")
          @Example("sentence")
          Optional<String> by,
      @Doc("Whether tokens are compared in lower case.") @Default("false") boolean lowercase,
      @Doc("Which tokens get an id of their own.") @Default("{}") VocabularySpec vocabulary)
      implements InputSpec {
    @Override
    public boolean isInTimeOrder() {
      return false;
    }

    @Override
    public Optional<String> tokenColumn() {
      return Optional.of(column);
    }
  }

  @Doc("Windows of a series: the last `lookback` rows before each forecast.")
  record Series(
      @Doc("How many rows before the forecast the network sees.")
          @Example("24")
          @Range(min = 1, max = 1_000_000)
          int lookback,
      @Doc("Further columns whose past values are inputs; those of the targets always are.")
          @Default("[]")
          List<String> pastCovariates,
      @Doc("Parts of the row's time given as sine and cosine; needs data.time.column.")
          @Default("[]")
          @Example("[month]")
          List<Calendar> calendar,
      @Doc("What is done to each window by itself, after the columns' scales.")
          @Default("{none: {}}")
          WindowScaleSpec windowScale,
      @Doc("Rows between the starts of two training windows; validation and test use every window.")
          @Default("1")
          @Range(min = 1, max = 1_000_000)
          int stride)
      implements InputSpec {
    public Series {
      pastCovariates = List.copyOf(pastCovariates);
      calendar = List.copyOf(calendar);
    }

    @Override
    public boolean isInTimeOrder() {
      return true;
    }
  }

  /** Which tokens of a text longer than max_length are kept. */
  enum Keep {
    START,
    END,
    BOTH
  }

  /** Where unmasked padding stands. */
  enum Padding {
    PRE,
    POST
  }

  /** Cyclic parts of a time; each gives two features, the sine and cosine of its phase. */
  enum Calendar {
    MINUTE,
    HOUR,
    WEEKDAY,
    DAY_OF_MONTH,
    DAY_OF_YEAR,
    WEEK_OF_YEAR,
    MONTH,
    QUARTER
  }
}
