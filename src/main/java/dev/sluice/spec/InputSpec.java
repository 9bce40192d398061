package dev.sluice.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What goes into the network. Open: a plug-in may register further kinds, each with a {@code
 * dev.sluice.input.Input}.
 */
public interface InputSpec {
  /** Whether its rows follow each other in time. */
  default boolean isInTimeOrder() {
    return false;
  }

  /** Whether columns of a table are read as numbers, in the format of `data.columns`. */
  default boolean readsNumbers() {
    return false;
  }

  /** The keys of `data.columns` beside `number` that it reads for a column. */
  default Set<String> columnKeys(String column) {
    return Set.of();
  }

  /** Columns that are known up to the cutoff of a forecast only. */
  default List<String> unknownAhead() {
    return List.of();
  }

  /** Whether it reads other columns in addition to a text. */
  default boolean hasFeatures() {
    return false;
  }

  /** Whether its tokens share words, so that the next token is partly known already. */
  default boolean overlap() {
    return false;
  }

  /** The files needed to read it. */
  default List<Path> files() {
    return List.of();
  }

  /** Whether an example is a single text in its original form. */
  default boolean isText() {
    return false;
  }

  /** The column of the tokens, if each step is given by the rows: it can then have a label. */
  default Optional<String> tokenColumn() {
    return Optional.empty();
  }

  /**
   * The number of rows before each forecast that it shows; empty if it is not a window of a series.
   */
  default Optional<Integer> rowsBack() {
    return Optional.empty();
  }

  /**
   * The settings without effect if a language model reads the input continuously; empty if none can
   * read it.
   */
  default Optional<List<InvalidSpecException.Fault>> faultsOfReadingOn() {
    return Optional.empty();
  }

  @Doc("One or more columns of text, as a sequence of token ids.")
  record Text(
      @Doc("The column of the text. Sources of plain text name it `text`.")
          @Default("text")
          @Example("review")
          String column,
      @Doc(
              "Several columns of text instead of `column`, such as title and body. They are read"
                  + " one after the other, with the token `<sep>` between them, which no text contains."
                  + " An empty cell has no tokens. If they have more than `max_length` tokens together,"
                  + " each column gets an equal share; what a shorter one does not need goes to the"
                  + " longer ones. `keep` applies to each column separately.")
          @Example("[title, body]")
          Optional<List<String>> columns,
      @Doc("Other columns to read in addition to the text. If omitted, none.")
          @Example("{numbers: [price], categories: [shop]}")
          Optional<FeaturesSpec> features,
      @Doc("What to remove or replace in a text before it is split into tokens.") @Default("{}")
          CleanSpec clean,
      @Doc(
              "How to split a text into tokens. Before that, texts (and classes) are converted to"
                  + " Unicode's composed form (NFC). Soft hyphens, byte order marks, word joiners and"
                  + " direction marks are removed; a zero-width space becomes a space. HTML entities such"
                  + " as `&amp;` stay as they are, unless `clean` converts them.")
          @Default("{words: {}}")
          TokenizerSpec tokenizer,
      @Doc("Which tokens get their own id.") @Default("{}") VocabularySpec vocabulary,
      @Doc(
              "Also reads the characters of each token. What the network learns from them is"
                  + " appended to the embedding of the token, even if the token is unknown. If omitted,"
                  + " only tokens are read.")
          @Example("{lstm: {units: 25}}")
          Optional<Characters> characters,
      @Doc("The maximum number of tokens. Longer texts are cut.")
          @Default("200")
          @Range(min = 1, max = 1_000_000)
          int maxLength,
      @Doc(
              "Which tokens of a longer text to keep: the `start`, the `end`, or half from each"
                  + " with `both`.")
          @Default("start")
          Keep keep,
      @Doc(
              "Whether to mask padding. Outputs and gradients are then those of the text alone."
                  + " With `false`, the network also reads the padding, as in many tutorials.")
          @Default("true")
          boolean mask,
      @Doc(
              "With `mask: false`: where to pad, before the text (`pre`) or after it (`post`). If"
                  + " omitted, `pre`, as in Keras.")
          Optional<Padding> padding)
      implements InputSpec {
    private static final int MAX_LENGTH = 200;
    private static final String COLUMN = "text";

    /** Texts of one column, which are not cleaned. */
    public Text(
        String column,
        TokenizerSpec tokenizer,
        VocabularySpec vocabulary,
        int maxLength,
        Keep keep,
        boolean mask,
        Optional<Padding> padding) {
      this(
          column,
          Optional.empty(),
          Optional.empty(),
          CleanSpec.NONE,
          tokenizer,
          vocabulary,
          Optional.empty(),
          maxLength,
          keep,
          mask,
          padding);
    }

    public Text {
      columns = columns.map(List::copyOf);
      columns.ifPresent(names -> checkColumns(column, names, maxLength));
      checkPadding(mask, padding);
      if (characters.isPresent()) {
        checkCharacters(features.isPresent(), tokenizer, mask);
      }
    }

    private static void checkCharacters(boolean features, TokenizerSpec tokenizer, boolean mask) {
      if (tokenizer instanceof TokenizerSpec.Characters) {
        throw new InvalidSpecException(
            "characters",
            "tokens are characters already",
            "remove it, or choose another tokenizer");
      }
      if (!mask) {
        throw new InvalidSpecException(
            "characters", "need padding to be masked", "remove mask: false, or characters");
      }
      if (features) {
        throw new InvalidSpecException(
            "characters",
            "cannot be read together with features, the other columns",
            "remove one of them");
      }
    }

    @Override
    public boolean isText() {
      return true;
    }

    @Override
    public boolean readsNumbers() {
      return features.filter(of -> !of.numbers().isEmpty()).isPresent();
    }

    @Override
    public Set<String> columnKeys(String name) {
      return features.filter(of -> of.numbers().contains(name)).isPresent()
          ? Set.of("missing_values", "missing", "scale")
          : Set.of();
    }

    @Override
    public boolean overlap() {
      return tokenizer.overlap();
    }

    @Override
    public boolean hasFeatures() {
      return features.isPresent();
    }

    private static void checkColumns(String column, List<String> names, int maxLength) {
      if (!column.equals(COLUMN)) {
        throw new InvalidSpecException(
            "columns", "column and columns exclude each other", "remove one of them");
      }
      if (names.size() < 2) {
        throw new InvalidSpecException(
            "columns",
            names.isEmpty() ? "names no column" : "names one column only",
            "one column: column: %s; several: columns: [title, body]"
                .formatted(names.isEmpty() ? COLUMN : names.get(0)));
      }
      if (names.stream().distinct().count() < names.size()) {
        throw new InvalidSpecException("columns", "names a column twice", "name each once");
      }
      int least = 2 * names.size() - 1;
      if (maxLength < least) {
        throw new InvalidSpecException(
            "max_length",
            "%s leaves no token of some of %s columns".formatted(maxLength, names.size()),
            "they and the tokens between them need at least %s".formatted(least));
      }
    }

    /** Every column that it reads, in order. */
    public List<String> allColumns() {
      return columns.orElse(List.of(column));
    }

    @Override
    public List<Path> files() {
      return tokenizer.files();
    }

    @Override
    public Optional<List<InvalidSpecException.Fault>> faultsOfReadingOn() {
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      if (columns.isPresent()) {
        faults.add(
            new InvalidSpecException.Fault(
                "columns",
                "target 'next' reads one column of texts",
                "name it: column: " + columns.get().get(0)));
      }
      if (characters.isPresent()) {
        faults.add(
            new InvalidSpecException.Fault(
                "characters",
                "target 'next' reads tokens alone",
                "remove it; tokenizer: {characters: {}} reads character by character"));
      }
      if (overlap()) {
        faults.add(
            new InvalidSpecException.Fault(
                "tokenizer",
                "n-grams share words, and a text is continued word by word",
                "remove ngrams"));
      }
      if (maxLength != MAX_LENGTH) {
        faults.add(idle("max_length"));
      }
      if (keep != Keep.START) {
        faults.add(idle("keep"));
      }
      if (!mask) {
        faults.add(idle("mask"));
      }
      if (vocabulary.hash().isPresent()) {
        faults.add(
            new InvalidSpecException.Fault(
                "vocabulary.hash",
                "target 'next' cannot write an id of several tokens",
                "remove it; tokenizer: {bpe: {}} leaves no word unknown"));
      }
      return Optional.of(faults);
    }

    private static InvalidSpecException.Fault idle(String key) {
      return new InvalidSpecException.Fault(
          key,
          "has no effect with target 'next', which reads texts whole",
          "remove it; training.truncated_backpropagation says how far gradients reach");
    }

    /** Where padding stands when the network sees it; empty when it is masked. */
    public Optional<Padding> seenPadding() {
      return seen(mask, padding);
    }
  }

  @Doc(
      "How to read the characters of a token: each becomes a vector, and a bidirectional"
          + " LSTM turns the vectors of a token into one (Lample et al. 2016). With input"
          + " `tokens`, characters keep their case; with input `text`, they are those of the"
          + " tokens after tokenization. Characters that occur only once in the training part are"
          + " unknown.")
  record Characters(
      @Doc("The layer that reads the characters.") @Default("{}") Lstm lstm,
      @Doc("The length of the vector of each character.")
          @Default("25")
          @Range(min = 1, max = 10_000)
          int size,
      @Doc(
              "The maximum number of characters. Of a longer token, half of them are taken from its"
                  + " start and half from its end.")
          @Default("30")
          @Range(min = 1, max = 1_000)
          int maxLength) {

    @Doc("A bidirectional LSTM. The final states of both directions are concatenated.")
    public record Lstm(
        @Doc("The number of units in each direction.") @Default("25") @Range(min = 1, max = 10_000)
            int units) {}
  }

  @Doc(
      "Text that is already split into tokens, such as the words of a sentence: one token"
          + " per row, or several tokens in a row, separated by spaces.")
  record Tokens(
      @Doc("The column of the tokens.") @Example("form") String column,
      @Doc(
              "The column that identifies a sequence: rows with the same value are one sequence of"
                  + " tokens. If omitted, `sentence` if the rows have such a column, as with `conllu` and"
                  + " `conll`; otherwise each row is a sequence, with tokens separated by spaces.")
          @Example("sentence")
          Optional<String> by,
      @Doc("Whether to compare tokens in lower case.") @Default("false") boolean lowercase,
      @Doc("Which tokens get their own id.") @Default("{}") VocabularySpec vocabulary,
      @Doc(
              "Also reads the characters of each token. What the network learns from them is"
                  + " appended to the embedding of the token, even if the token is unknown. If omitted,"
                  + " only tokens are read.")
          @Example("{lstm: {units: 25}}")
          Optional<Characters> characters)
      implements InputSpec {
    public Tokens {
      vocabulary.requireNoHash("is for input 'text'; here, characters describe unknown tokens");
    }

    @Override
    public Optional<String> tokenColumn() {
      return Optional.of(column);
    }
  }

  @Doc(
      "A column of token ids with the numbering of Keras: 0 is padding, 1 starts a text, 2"
          + " is unknown, and words begin at 3. A cell is written like `1 14 22` or `[1, 14,"
          + " 22]`. Padding around the ids is removed.")
  record Ids(
      @Doc("The column of the ids.") @Example("ids") String column,
      @Doc(
              "Ids of this number and above become 2 (unknown). If omitted, all ids of the training"
                  + " part are known.")
          @Example("10000")
          @Range(min = 4, max = 10_000_000)
          Optional<Integer> numWords,
      @Doc(
              "A number to add to each id. Use 3 for the word ranks in Keras's imdb.npz, as its"
                  + " load_data does.")
          @Default("0")
          @Range(min = 0, max = 1_000_000)
          int indexFrom,
      @Doc("An id to put before each text, such as the 1 of Keras's load_data. If omitted, none.")
          @Example("1")
          @Range(min = 1, max = 1_000_000)
          Optional<Integer> start,
      @Doc("The maximum number of ids. Longer texts are cut.")
          @Default("200")
          @Range(min = 1, max = 1_000_000)
          int maxLength,
      @Doc(
              "Which ids of a longer text to keep: the `start`, the `end`, or half from each with"
                  + " `both`.")
          @Default("start")
          Keep keep,
      @Doc(
              "Whether to mask padding. Outputs and gradients are then those of the text alone."
                  + " With `false`, the network also reads the padding, as in many tutorials.")
          @Default("true")
          boolean mask,
      @Doc(
              "With `mask: false`: where to pad, before the text (`pre`) or after it (`post`). If"
                  + " omitted, `pre`, as in Keras.")
          Optional<Padding> padding)
      implements InputSpec {
    public Ids {
      checkPadding(mask, padding);
      if (numWords.isPresent() && start.filter(id -> id >= numWords.get()).isPresent()) {
        throw new InvalidSpecException(
            "start",
            "%s is not below num_words, %s".formatted(start.get(), numWords.get()),
            "write a smaller one, such as 1");
      }
    }

    /** Where padding stands when the network sees it; empty when it is masked. */
    public Optional<Padding> seenPadding() {
      return seen(mask, padding);
    }
  }

  private static void checkPadding(boolean mask, Optional<Padding> padding) {
    if (mask && padding.isPresent()) {
      throw new InvalidSpecException(
          "padding",
          "has no effect while padding is masked",
          "remove it, or set mask: false to let the network see the padding");
    }
  }

  private static Optional<Padding> seen(boolean mask, Optional<Padding> padding) {
    return mask ? Optional.empty() : Optional.of(padding.orElse(Padding.PRE));
  }

  @Doc("Windows of a series: the last `lookback` rows before each forecast.")
  record Series(
      @Doc("The number of rows before the forecast that the network reads.")
          @Example("24")
          @Range(min = 1, max = 1_000_000)
          int lookback,
      @Doc(
              "Other columns whose past values are inputs. The past values of the targets are"
                  + " always inputs.")
          @Default("[]")
          List<String> pastCovariates,
      @Doc(
              "Columns that are also known for the rows to forecast, such as a price or a holiday."
                  + " The network then reads on to the last row of the horizon. There it sees these"
                  + " columns and the calendar; targets and past covariates are 0.")
          @Default("[]")
          @Example("[price]")
          List<String> futureCovariates,
      @Doc(
              "Columns with one value per series, such as the size of a shop. Numbers are scaled"
                  + " over all series; words are categories. Needs data.series.")
          @Default("[]")
          @Example("[size]")
          List<String> static_,
      @Doc(
              "Adds the targets of this many rows before to each step, such as one day and one week"
                  + " before with `[24, 168]` for hourly data. If the network reads on to the rows to"
                  + " forecast, they have lags, too. A lag that would end after the last known row is"
                  + " applied twice or more, until it ends at a known row.")
          @Default("[]")
          @Example("[24, 168]")
          @Range(min = 1, max = 1_000_000)
          List<Integer> lags,
      @Doc(
              "Parts of each row's time as inputs, encoded as sine and cosine. Needs"
                  + " data.time.column.")
          @Default("[]")
          @Example("[month]")
          List<Calendar> calendar,
      @Doc("Special days such as holidays, as inputs. Needs data.time.column. If omitted, none.")
          @Example("{dates: ['12-25']}")
          Optional<HolidaysSpec> holidays,
      @Doc("How to scale each window separately, after the scales of the columns.")
          @Default("{none: {}}")
          WindowScaleSpec windowScale,
      @Doc(
              "The number of rows from the start of one training window to the start of the next."
                  + " Validation and test use every window.")
          @Default("1")
          @Range(min = 1, max = 1_000_000)
          int stride,
      @Doc(
              "With several targets: `together` forecasts all targets from the past of all of them."
                  + " `independent` forecasts each target from its past alone, as a separate series with"
                  + " the same weights (Nie et al. 2023). Covariates and calendar are inputs in both"
                  + " cases.")
          @Default("together")
          Channels channels)
      implements InputSpec {
    /** Which of several targets an example shows to the network. */
    public enum Channels {
      TOGETHER,
      INDEPENDENT
    }

    public Series {
      pastCovariates = List.copyOf(pastCovariates);
      futureCovariates = List.copyOf(futureCovariates);
      static_ = List.copyOf(static_);
      lags = List.copyOf(lags);
      calendar = List.copyOf(calendar);
      if (lags.stream().distinct().count() < lags.size()) {
        throw new InvalidSpecException("lags", "names a lag twice", "name each once");
      }
    }

    @Override
    public List<String> unknownAhead() {
      return pastCovariates;
    }

    /** The last rows of targets and covariates, and features derived from the time. */
    public Series(
        int lookback,
        List<String> pastCovariates,
        List<String> futureCovariates,
        List<Calendar> calendar,
        WindowScaleSpec windowScale,
        int stride) {
      this(
          lookback,
          pastCovariates,
          futureCovariates,
          List.of(),
          List.of(),
          calendar,
          Optional.empty(),
          windowScale,
          stride,
          Channels.TOGETHER);
    }

    @Override
    public boolean isInTimeOrder() {
      return true;
    }

    @Override
    public Optional<Integer> rowsBack() {
      return Optional.of(lookback);
    }
  }

  @Doc(
      "Sequences of numbers, such as sensor recordings, with one or more channels at each"
          + " step.")
  @ExactlyOneOf({"wide", "long"})
  record Sequence(
      @Doc("One sequence per row, with a column for each step.") @Example("{columns: [t0..t149]}")
          Optional<WideSequence> wide,
      @Doc("One step per row. The rows of a sequence have the same value in one column.")
          @Example("{by: sequence, order: step, columns: [x, y]}")
          Optional<LongSequence> long_,
      @Doc("The maximum number of steps. Longer sequences are cut. If omitted, none are cut.")
          @Example("100")
          @Range(min = 1, max = 1_000_000)
          Optional<Integer> maxLength,
      @Doc(
              "Which steps of a longer sequence to keep: the `start`, the `end`, or half from each"
                  + " with `both`. If omitted, `start`.")
          @Requires("max_length")
          Optional<Keep> keep,
      @Doc("How to scale the values of each channel.") @Default("{standard: {}}") ScaleSpec scale)
      implements InputSpec {
    public Sequence {
      if (wide.isPresent() == long_.isPresent()) {
        throw new InvalidSpecException(
            "",
            wide.isPresent() ? "wide and long exclude each other" : "needs wide or long",
            "wide: a row is a sequence, {columns: [t0..t149]}\n"
                + "long: a row is a step, {by: sequence, columns: [x, y]}");
      }
      if (keep.isPresent() && maxLength.isEmpty()) {
        throw new InvalidSpecException(
            "keep", "has no effect without max_length", "add max_length, or remove it");
      }
    }

    @Override
    public boolean readsNumbers() {
      return true;
    }
  }

  @Doc("One sequence per row. Set exactly one of `columns` and `channels`.")
  @ExactlyOneOf({"columns", "channels"})
  record WideSequence(
      @Doc(
              "For one channel: the columns of the steps, in order. Patterns such as `t0..t149` and"
                  + " `t*` stand for several columns.")
          @Example("[t0..t149]")
          Optional<List<String>> columns,
      @Doc("For several channels: a name for each channel, with the columns of its steps.")
          @Example("{x: [x0..x23], y: [y0..y23]}")
          Optional<Map<String, List<String>>> channels) {
    public WideSequence {
      if (columns.isPresent() == channels.isPresent()) {
        throw new InvalidSpecException(
            columns.isPresent() ? "channels" : "",
            columns.isPresent()
                ? "columns and channels exclude each other"
                : "needs columns or channels",
            "one channel: {columns: [t0..t149]}; several: {channels: {x: [x0..x23], y:"
                + " [y0..y23]}}");
      }
      columns = columns.map(InputSpec::named);
      channels =
          channels.map(
              of -> {
                Map<String, List<String>> named = new LinkedHashMap<>();
                of.forEach((channel, steps) -> named.put(channel, named(steps)));
                return Collections.unmodifiableMap(named);
              });
    }
  }

  @Doc("One step per row. Sequences may have different numbers of steps.")
  record LongSequence(
      @Doc(
              "The column that identifies a sequence. Rows with the same value are one sequence,"
                  + " wherever they are in the file.")
          @Example("sequence")
          String by,
      @Doc(
              "A column of numbers or times, such as `2024-01-05 10:00`, by which the steps of each"
                  + " sequence are sorted. If omitted, the steps are in the order of the rows.")
          @Example("step")
          Optional<String> order,
      @Doc(
              "The columns of the channels, one for each. Patterns such as `x0..x11` and `x*` stand"
                  + " for several columns.")
          @Example("[x0..x11]")
          List<String> columns) {
    public LongSequence {
      columns = named(columns);
    }
  }

  private static List<String> named(List<String> columns) {
    if (columns.isEmpty()) {
      throw new InvalidSpecException("columns", "names no column", "name at least one");
    }
    return List.copyOf(columns);
  }

  /** Which tokens or steps of an example longer than max_length are kept. */
  enum Keep {
    START,
    END,
    BOTH;

    /** The positions that are kept of some, in order: all, or the most that may be. */
    public int[] positions(int length, int most) {
      if (length <= most) {
        return IntStream.range(0, length).toArray();
      }
      int atStart = this == START ? most : this == END ? 0 : most - most / 2;
      return IntStream.range(0, most).map(i -> i < atStart ? i : length - most + i).toArray();
    }
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
