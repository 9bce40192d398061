package dev.sluice.spec;

import dev.sluice.problem.PathStep;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a network predicts. Open: a plug-in may register further kinds, each with a {@code
 * dev.sluice.task.Task}.
 */
public interface TargetSpec {
  /** Whether it comes after its inputs in time. */
  default boolean isInTimeOrder() {
    return false;
  }

  /** Whether columns of a table are read as numbers, in the format of `data.columns`. */
  default boolean readsNumbers() {
    return false;
  }

  /** The files needed to read it. */
  default List<Path> files() {
    return List.of();
  }

  /** The name of a run's task in results. */
  String task();

  /** Whether it can be learned from such an input. */
  default boolean fits(InputSpec input) {
    return input.isInTimeOrder() == isInTimeOrder();
  }

  /**
   * Whether it is the next token of the input itself: then texts are read completely and continue
   * from batch to batch.
   */
  default boolean readsOn() {
    return false;
  }

  /** Whether the network makes one vector of a text, beside which columns can be read. */
  default boolean readsFeatures() {
    return true;
  }

  /** Whether it is a column of a series. */
  default boolean forecasts(String column) {
    return false;
  }

  /** Why such networks cannot be averaged, if so, as a sentence without a full stop. */
  default Optional<String> whyNoEnsemble() {
    return Optional.empty();
  }

  /** Whether its predictions combine the network with a linear path beside it. */
  default boolean hasLinearPath() {
    return false;
  }

  /** Whether it is one class per example, to which parts of `evaluation` apply. */
  default boolean isClass() {
    return false;
  }

  /** Its contradictions to the input and the network, by full keys. */
  default List<InvalidSpecException.Fault> faults(InputSpec input, NetworkSpec network) {
    return List.of();
  }

  /**
   * The kind of its predictions, for the metrics that score them; empty if only a plug-in's metrics
   * do.
   */
  default Set<Answers> answers() {
    return Set.of();
  }

  /** What metrics score. */
  enum Answers {
    /** A class of each row or token, with the probabilities of all. */
    CLASSES,
    /** Any number of labels of each row, with the probability of each. */
    LABELS,
    /** Spans of tokens. */
    SPANS,
    /** The probability of each token of a text that is there. */
    TOKENS,
    /** Texts that were written. */
    TEXTS,
    NUMBERS,
    /** Numbers of a series, step by step. */
    FORECASTS,
    /** Quantiles of each number. */
    QUANTILES,
    /** Intervals around each number. */
    INTERVALS
  }

  /** The baselines that fit it, in the order in which they are shown. */
  List<BaselineSpec> baselines();

  /** Additional ones, which run only if they are named. */
  default List<BaselineSpec> furtherBaselines() {
    return List.of();
  }

  @Doc("One of two or more classes.")
  record ClassTarget(
      @Doc("The column with the class.") @Example("sentiment") String column,
      @Doc(
              "For two classes, the one that precision, recall and the probability of a single"
                  + " output speak of. Left out: the second in alphabetical order.")
          @Example("positive")
          Optional<String> positive,
      @Doc(
              "How much the loss of an example counts in training, by its class; classes that are"
                  + " not named have 1. A rare class that must not be missed gets more. Shown"
                  + " losses and metrics count all examples alike.")
          @Default("{}")
          @Example("{spam: 3}")
          Map<String, Double> weights,
      @Doc(
              "Whether all classes together weigh the same in training, however many examples each"
                  + " has: the weight of a class is examples / (classes * its examples) of the"
                  + " training part (King and Zeng 2001).")
          @Default("false")
          boolean balanced,
      @Doc(
              "A linear path beside the network, as in wide and deep learning (Cheng et al. 2016):"
                  + " its logits and those of the network are added up before the softmax. It is"
                  + " fitted on the training part; how much either counts is chosen on the validation"
                  + " part when the network is trained.")
          @Example("bag_of_words")
          Optional<Linear> linear)
      implements TargetSpec {
    public ClassTarget {
      weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
      List<InvalidSpecException.Fault> faults = new ArrayList<>();
      weights.forEach(
          (name, weight) -> {
            if (!(weight > 0) || weight.isInfinite()) {
              faults.add(
                  new InvalidSpecException.Fault(
                      "weights." + PathStep.written(name),
                      "a weight is a number above 0, found " + weight,
                      "write 1 for a class that counts as others do"));
            }
          });
      if (balanced && !weights.isEmpty()) {
        faults.add(
            new InvalidSpecException.Fault(
                "balanced", "excludes weights, which say it by class", "keep one of them"));
      }
      if (!faults.isEmpty()) {
        throw new InvalidSpecException(faults);
      }
    }

    /** With equal weights and without a linear path. */
    public ClassTarget(String column, Optional<String> positive) {
      this(column, positive, Map.of(), false, Optional.empty());
    }

    /** What a linear path takes. */
    public enum Linear {
      @Doc(
          "Words and pairs of neighbours, by TF-IDF, of all tokens of a text, known to the"
              + " vocabulary or not: the model of the baseline of this name.")
      BAG_OF_WORDS
    }

    @Override
    public String task() {
      return "classes";
    }

    @Override
    public boolean hasLinearPath() {
      return linear.isPresent();
    }

    @Override
    public boolean isClass() {
      return true;
    }

    @Override
    public Set<Answers> answers() {
      return Set.of(Answers.CLASSES);
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.Majority(), new BaselineSpec.BagOfWords());
    }
  }

  @Doc(
      "Any number of labels for each example, such as the tags of a ticket: none, one or several. A"
          + " sigmoid for each.")
  @ExactlyOneOf({"column", "columns"})
  record LabelTarget(
      @Doc(
              "The column with the names of an example's labels, with a separator between them; an"
                  + " empty cell has none.")
          @Example("tags")
          Optional<String> column,
      @Doc(
              "What stands between two names; blanks around it do not count. Left out: a comma."
                  + " Answers are written with it, too.")
          @Example("'|'")
          @Requires("column")
          Optional<String> separator,
      @Doc(
              "A column for each label: 1, true or yes in the rows that have it, 0, false or no in"
                  + " the others.")
          @Example("[toxic, insult]")
          Optional<List<String>> columns,
      @Doc(
              "The probability from which on a label is given, the same for all. Left out: for each"
                  + " label that with the highest F1 on the validation part; 0.5 without one, and"
                  + " for labels that fewer than five rows of it have.")
          @Example("0.5")
          @Range(min = 0, above = true, max = 1, below = true)
          Optional<Double> threshold)
      implements TargetSpec {
    private static final String COMMA = ",";

    public LabelTarget {
      if (column.isPresent() == columns.isPresent()) {
        throw new InvalidSpecException(
            "",
            column.isPresent()
                ? "column and columns exclude each other"
                : "needs column or columns",
            "names in one column: {column: tags, separator: ','}\n"
                + "a column of 0 and 1 for each label: {columns: [toxic, insult]}");
      }
      if (separator.isPresent() && column.isEmpty()) {
        throw new InvalidSpecException(
            "separator", "has no effect without column", "remove it, or name a column");
      }
      if (separator.filter(String::isEmpty).isPresent()) {
        throw new InvalidSpecException("separator", "is empty", "write a sign, such as '|'");
      }
      columns = columns.map(TargetSpec::distinct);
    }

    /** The separator of names. */
    public String written() {
      return separator.orElse(COMMA);
    }

    /** Every column that it reads. */
    public List<String> allColumns() {
      return columns.or(() -> column.map(List::of)).orElseThrow();
    }

    @Override
    public String task() {
      return "labels";
    }

    @Override
    public Set<Answers> answers() {
      return Set.of(Answers.LABELS);
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.FrequentLabels(), new BaselineSpec.BagOfWords());
    }
  }

  @Doc("A tag for each token, such as its part of speech.")
  record Tags(
      @Doc(
              "The column with the tags: one in each row of a token, or, where a row holds several"
                  + " tokens, as many, separated by blanks.")
          @Example("upos")
          String column,
      @Doc(
              "What the tags mark: with `iob2` spans of tokens, such as names, that begin with `B-`"
                  + " and go on with `I-` (Tjong Kim Sang and Veenstra 1999); metrics of whole"
                  + " spans are added.")
          @Default("none")
          Scheme scheme,
      @Doc(
              "With `crf: {}` a linear-chain conditional random field is the output (Lafferty et"
                  + " al. 2001): it also learns which tag follows which, and the tags of a sequence"
                  + " are its best path as a whole. Left out: the most probable tag of each token.")
          Optional<Crf> crf)
      implements TargetSpec {
    @Override
    public boolean fits(InputSpec input) {
      return input.tokenColumn().isPresent();
    }

    @Override
    public String task() {
      return "tags";
    }

    @Override
    public Optional<String> whyNoEnsemble() {
      return crf.map(given -> "the best path of a crf is that of one network");
    }

    @Override
    public Set<Answers> answers() {
      return scheme == Scheme.IOB2
          ? Set.of(Answers.CLASSES, Answers.SPANS)
          : Set.of(Answers.CLASSES);
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.FrequentTag());
    }

    @Doc(
        "A conditional random field over the tags of a sequence. With `scheme: iob2` no path is"
            + " predicted in which `I-` follows neither `B-` nor `I-` of its type; training counts"
            + " such paths too, as the data may have them. Probabilities are the marginal ones.")
    public record Crf() {}

    /** The meaning of the tags of a sequence in combination. */
    public enum Scheme {
      NONE,
      IOB2
    }
  }

  @Doc("A number, or several.")
  record NumberTarget(
      @Doc("The columns with the numbers.") @Example("[price]") List<String> columns,
      @Doc("How the network is given each column; predictions are in original units.")
          @Default("{standard: {}}")
          ScaleSpec scale)
      implements TargetSpec {
    public NumberTarget {
      columns = distinct(columns);
    }

    @Override
    public boolean readsNumbers() {
      return true;
    }

    @Override
    public String task() {
      return "number";
    }

    @Override
    public Set<Answers> answers() {
      return Set.of(Answers.NUMBERS);
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.Mean(), new BaselineSpec.Linear());
    }
  }

  private static List<String> distinct(List<String> columns) {
    if (columns.isEmpty()) {
      throw new InvalidSpecException("columns", "names no column", "name at least one");
    }
    if (columns.stream().distinct().count() < columns.size()) {
      throw new InvalidSpecException("columns", "names a column twice", "name each once");
    }
    return List.copyOf(columns);
  }

  @Doc(
      "The next token, at each token of a text, and its end: a language model. Each row of the text"
          + " is a document of its own; it is read whole, whatever its length.")
  record Next() implements TargetSpec {
    @Override
    public boolean fits(InputSpec input) {
      return input.faultsOfReadingOn().isPresent();
    }

    @Override
    public boolean readsFeatures() {
      return false;
    }

    @Override
    public boolean readsOn() {
      return true;
    }

    @Override
    public String task() {
      return "next";
    }

    @Override
    public Optional<String> whyNoEnsemble() {
      return Optional.of("what comes next is asked of one network, token by token");
    }

    @Override
    public Set<Answers> answers() {
      return Set.of(Answers.TOKENS);
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.Unigram(), new BaselineSpec.Ngram());
    }
  }

  @Doc("Another text, such as a translation; the network has an encoder and a decoder.")
  record Text(
      @Doc("The column with the text to be written.") @Example("en") String column,
      @Doc(
              "How a text becomes tokens. With `characters`, or `words` with `punctuation: true`,"
                  + " they are written as they stood in texts, else with blanks between them."
                  + " Metrics compare with the text of the file, in which case matters.")
          @Default("{whitespace: {lowercase: false}}")
          TokenizerSpec tokenizer,
      @Doc("Which tokens get an id of their own; start and end of a text have two more.")
          @Default("{}")
          VocabularySpec vocabulary,
      @Doc("Longer texts are cut to this many tokens in training, and no more are written.")
          @Default("200")
          @Range(min = 1, max = 100_000)
          int maxLength,
      @Doc("How the text is searched. Left out: token by token, always the most probable one.")
          @Default("{}")
          Beam beam,
      @Doc("What becomes of tokens that have no id of their own.") @Default("never")
          Unknown unknown)
      implements TargetSpec {
    public Text {
      vocabulary.requireNoHash("an id of several tokens cannot be written");
      if (tokenizer.overlap()) {
        throw new InvalidSpecException(
            "tokenizer",
            "n-grams share words, and a text is written word by word",
            "remove ngrams");
      }
    }

    /** What replaces the unknown token in written texts. */
    public enum Unknown {
      @Doc("Such a token is never written; the next likely one is.")
      NEVER,
      @Doc(
          "Where the decoder writes the unknown token, the token of the source at which it looks"
              + " most stands in its place, such as a name (Luong et al. 2015b); needs attention.")
      COPY
    }

    @Override
    public boolean fits(InputSpec input) {
      return input.isText();
    }

    @Override
    public boolean readsFeatures() {
      return false;
    }

    @Override
    public List<Path> files() {
      return tokenizer.files();
    }

    @Override
    public String task() {
      return "text";
    }

    @Override
    public Optional<String> whyNoEnsemble() {
      return Optional.of("a text is written by one network, token by token");
    }

    @Override
    public Set<Answers> answers() {
      return Set.of(Answers.TEXTS);
    }

    @Override
    public List<InvalidSpecException.Fault> faults(InputSpec input, NetworkSpec network) {
      return unknown == Unknown.NEVER || network.attends()
          ? List.of()
          : List.of(
              new InvalidSpecException.Fault(
                  "data.target.text.unknown",
                  "the decoder has no attention that could tell which token to copy",
                  "add network.attention, for example {additive: {}}, or remove it"));
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.CopySource(), new BaselineSpec.FrequentText());
    }

    @Doc("Beam search: of all texts begun, the most probable ones are carried on.")
    public record Beam(
        @Doc("How many texts are carried on; 1 is greedy search.")
            @Default("1")
            @Range(min = 1, max = 1000)
            int width,
        @Doc(
                "Texts are compared by ln p / ((5 + tokens) / 6)^length_penalty (Wu et al. 2016); 0"
                    + " compares probabilities, more prefers longer texts.")
            @Default("0")
            @Range(min = 0, max = 10)
            double lengthPenalty) {
      public Beam {
        if (lengthPenalty > 0 && width == 1) {
          throw new InvalidSpecException(
              "length_penalty", "has no effect with width: 1", "raise width, or remove it");
        }
      }
    }
  }

  @Doc("The next values of one or more columns, all at once.")
  record Forecast(
      @Doc("The columns to forecast.") @Example("[passengers]") List<String> columns,
      @Doc("How many rows ahead.") @Example("12") @Range(min = 1, max = 100_000) int horizon,
      @Doc("Rows between the last one seen and the first one forecast.")
          @Default("0")
          @Range(min = 0, max = 1_000_000)
          int gap,
      @Doc(
              "Quantiles of each value, at these levels, trained by the pinball loss; 0.5, the"
                  + " forecast, is one of them. Left out: the value alone.")
          @Example("[0.1, 0.5, 0.9]")
          Optional<List<Double>> quantiles,
      @Doc(
              "The distribution of each value, trained by its negative log-likelihood. Left out:"
                  + " the value alone.")
          @Example("{gaussian: {}}")
          Optional<DistributionSpec> distribution,
      @Doc(
              "Intervals around the forecasts, learned after training from how far the forecasts of"
                  + " the validation part lie off. Left out: none.")
          @Example("{conformal: {levels: [0.8, 0.95]}}")
          Optional<IntervalSpec> intervals,
      @Doc(
              "Where values can lie; forecasts, quantiles and intervals beyond are clipped and"
                  + " counted. Left out: anywhere.")
          @Example("{min: 0}")
          Optional<Bounds> bounds,
      @Doc(
              "Whether all rows are forecast at once, `direct`, or one after the other, `recursive`:"
                  + " then each row ahead reads the targets of the row before it, in training the"
                  + " true ones, afterwards those it has forecast (DeepAR, Salinas et al. 2020).")
          @Default("direct")
          Decoding decoding)
      implements TargetSpec {
    /** How the rows of a horizon depend on each other. */
    public enum Decoding {
      DIRECT,
      RECURSIVE
    }

    public Forecast {
      columns = distinct(columns);
      quantiles = quantiles.map(levels -> Levels.rising("quantiles", levels));
      if (quantiles.isPresent() && distribution.isPresent()) {
        throw new InvalidSpecException(
            "quantiles",
            "quantiles and distribution exclude each other",
            "remove one; a distribution has quantiles of its own: {gaussian: {quantiles: %s}}"
                .formatted(quantiles.get()));
      }
      if (quantiles.filter(levels -> !levels.contains(0.5)).isPresent()) {
        List<Double> with = new ArrayList<>(quantiles.get());
        with.add(0.5);
        Collections.sort(with);
        throw new InvalidSpecException(
            "quantiles",
            "quantiles must have 0.5, which is the forecast: %s".formatted(quantiles.get()),
            "write " + with);
      }
      if (decoding == Decoding.RECURSIVE && gap > 0) {
        throw new InvalidSpecException(
            "gap",
            "decoding: recursive reads the row before each, and those of the gap are not forecast",
            "set gap to 0, or remove decoding");
      }
      if (decoding == Decoding.RECURSIVE && (quantiles.isPresent() || distribution.isPresent())) {
        throw new InvalidSpecException(
            quantiles.isPresent() ? "quantiles" : "distribution",
            "decoding: recursive reads single values, and has no way to read how they spread",
            "use intervals: {conformal: {levels: [0.8, 0.95]}} instead, or remove decoding");
      }
    }

    /** Of forecasts alone. */
    public Forecast(List<String> columns, int horizon, int gap) {
      this(
          columns,
          horizon,
          gap,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Decoding.DIRECT);
    }

    @Doc("The least and the greatest value, in original units: `min`, `max` or both.")
    public record Bounds(
        @Doc("The least value.") @Example("0") Optional<Double> min,
        @Doc("The greatest value.") @Example("100") Optional<Double> max) {
      public Bounds {
        if (min.isEmpty() && max.isEmpty()) {
          throw new InvalidSpecException("", "bounds nothing", "write {min: 0}, or remove it");
        }
        if (min.isPresent() && max.isPresent() && min.get() >= max.get()) {
          throw new InvalidSpecException(
              "min",
              "is %s, and max is %s".formatted(min.get(), max.get()),
              "write a min below max");
        }
      }

      /** The closest value within. */
      public double clip(double value) {
        double atLeast = min.isPresent() ? Math.max(min.get(), value) : value;
        return max.isPresent() ? Math.min(max.get(), atLeast) : atLeast;
      }
    }

    /** Whether two quantiles are equally far from the median, so that they form an interval. */
    private boolean hasPairs() {
      return levels().stream()
          .filter(level -> level < 0.5)
          .map(level -> BigDecimal.ONE.subtract(BigDecimal.valueOf(level)).doubleValue())
          .anyMatch(levels()::contains);
    }

    /** The levels of the forecast quantiles, ascending; none if only the value is forecast. */
    public List<Double> levels() {
      return quantiles.or(() -> distribution.map(DistributionSpec::quantiles)).orElse(List.of());
    }

    @Override
    public List<InvalidSpecException.Fault> faults(InputSpec input, NetworkSpec network) {
      return decoding != Decoding.RECURSIVE
              || horizon == 1
              || input.unknownAhead().isEmpty()
              || network.writes()
          ? List.of()
          : List.of(
              new InvalidSpecException.Fault(
                  "data.input.series.past_covariates",
                  "decoding: recursive reads on after the cutoff, where '%s' is not known"
                      .formatted(input.unknownAhead().get(0)),
                  "write it under future_covariates if it is known ahead, else remove it, or remove"
                      + " data.target.forecast.decoding, or let a decoder read on: network:"
                      + " {encoder: [..], decoder: [..]}"));
    }

    @Override
    public boolean isInTimeOrder() {
      return true;
    }

    @Override
    public boolean forecasts(String column) {
      return columns.contains(column);
    }

    @Override
    public String task() {
      return "forecast";
    }

    @Override
    public Optional<String> whyNoEnsemble() {
      return distribution.map(given -> "the parameters of distributions cannot be averaged");
    }

    @Override
    public Set<Answers> answers() {
      Set<Answers> answers = EnumSet.of(Answers.NUMBERS, Answers.FORECASTS);
      if (!levels().isEmpty()) {
        answers.add(Answers.QUANTILES);
      }
      if (intervals.isPresent() || hasPairs()) {
        answers.add(Answers.INTERVALS);
      }
      return answers;
    }

    @Override
    public List<BaselineSpec> furtherBaselines() {
      return List.of(new BaselineSpec.Naive2());
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(
          new BaselineSpec.LastValue(),
          new BaselineSpec.SeasonalNaive(),
          new BaselineSpec.Drift(),
          new BaselineSpec.Mean(),
          new BaselineSpec.Linear(),
          new BaselineSpec.Ets(),
          new BaselineSpec.Theta(),
          new BaselineSpec.Arima());
    }
  }
}
