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
      @Doc("The column of the class.") @Example("sentiment") String column,
      @Doc(
              "For two classes: the positive class, which precision, recall and the probability of"
                  + " a single output refer to. If omitted, the second class in alphabetical order.")
          @Example("positive")
          Optional<String> positive,
      @Doc(
              "Class weights: how much the loss of an example counts in training, by its class."
                  + " Classes that are not listed have weight 1. Give a higher weight to a rare class"
                  + " that must not be missed. The losses shown and the metrics count all examples"
                  + " equally.")
          @Default("{}")
          @Example("{spam: 3}")
          Map<String, Double> weights,
      @Doc(
              "Whether to balance the classes, so that each has the same total weight in training,"
                  + " however many examples it has. The weight of a class is examples / (classes * its"
                  + " examples), counted in the training part (King and Zeng 2001).")
          @Default("false")
          boolean balanced,
      @Doc(
              "Adds a linear path to the network, as in wide and deep learning (Cheng et al. 2016):"
                  + " its logits and those of the network are added before the softmax. The linear path"
                  + " is fitted on the training part. After training, the weight of each is chosen on the"
                  + " validation part.")
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
                "balanced", "excludes weights, which do this for each class", "keep one of them"));
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
          "TF-IDF of words and of pairs of neighbouring words. It uses all tokens of a text,"
              + " including those that are not in the vocabulary. This is the model of the baseline"
              + " `bag_of_words`.")
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
      "Any number of labels for each example, such as the tags of a ticket: none, one or"
          + " several. The output is one sigmoid per label.")
  @ExactlyOneOf({"column", "columns"})
  record LabelTarget(
      @Doc(
              "The column of the labels, with a separator between them. An empty cell has no"
                  + " labels.")
          @Example("tags")
          Optional<String> column,
      @Doc(
              "The text between two labels; spaces around it are ignored. Predictions are written"
                  + " with it, too. If omitted, a comma.")
          @Example("'|'")
          @Requires("column")
          Optional<String> separator,
      @Doc(
              "One column per label, with 1, true or yes in rows that have the label, and 0, false"
                  + " or no in all others.")
          @Example("[toxic, insult]")
          Optional<List<String>> columns,
      @Doc(
              "The probability from which a label is predicted, the same for all labels. If"
                  + " omitted, each label has its own threshold: the one with the highest F1 on the"
                  + " validation part, or 0.5 if there is no validation part or fewer than five of its"
                  + " rows have the label.")
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
              "The column of the tags: one tag in the row of each token. If a row holds several"
                  + " tokens, one tag for each of them, separated by spaces.")
          @Example("upos")
          String column,
      @Doc(
              "What the tags mark. With `iob2`, spans of tokens, such as names, that begin with"
                  + " `B-` and continue with `I-` (Tjong Kim Sang and Veenstra 1999); this adds metrics"
                  + " of whole spans.")
          @Default("none")
          Scheme scheme,
      @Doc(
              "Makes the output a linear-chain conditional random field (Lafferty et al. 2001);"
                  + " write `crf: {}`. It also learns which tag follows which, and predicts the best path"
                  + " of tags for the whole sequence. If omitted, the most probable tag of each token is"
                  + " predicted.")
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
      return crf.map(given -> "the best path of a crf is defined for one network only");
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
        "A conditional random field over the tags of a sequence. With `scheme: iob2`, it"
            + " never predicts a path in which `I-` follows neither `B-` nor `I-` of its type."
            + " Training includes such paths, because the data may have them. Probabilities are"
            + " marginal probabilities.")
    public record Crf() {}

    /** The meaning of the tags of a sequence in combination. */
    public enum Scheme {
      NONE,
      IOB2
    }
  }

  @Doc("One or more numbers.")
  record NumberTarget(
      @Doc("The columns of the numbers.") @Example("[price]") List<String> columns,
      @Doc("How to scale each column for the network. Predictions are in original units.")
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
      "The next token after each token of a text, and the end of the text: a language"
          + " model. Each row is a separate document. It is read as a whole, however long it is.")
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
      return Optional.of("text is generated by one network, token by token");
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

  @Doc("Another text, such as a translation. The network has an encoder and a decoder.")
  record Text(
      @Doc("The column of the target text.") @Example("en") String column,
      @Doc(
              "How to split a text into tokens. With `characters`, or `words` with `punctuation:"
                  + " true`, predicted texts are spaced like the texts of the file; otherwise, tokens are"
                  + " joined with spaces. Metrics compare with the text of the file and are"
                  + " case-sensitive.")
          @Default("{whitespace: {lowercase: false}}")
          TokenizerSpec tokenizer,
      @Doc("Which tokens get their own id. The start and the end of a text have two more ids.")
          @Default("{}")
          VocabularySpec vocabulary,
      @Doc(
              "The maximum number of tokens. In training, longer texts are cut. In predictions,"
                  + " texts end there.")
          @Default("200")
          @Range(min = 1, max = 100_000)
          int maxLength,
      @Doc(
              "How to search for the most probable text. If omitted, greedy search: always the most"
                  + " probable next token.")
          @Default("{}")
          Beam beam,
      @Doc("What to write for a token that has no id.") @Default("never") Unknown unknown)
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
      @Doc("Never writes the unknown token, but the next most probable token.")
      NEVER,
      @Doc(
          "If the decoder writes the unknown token, replaces it with the source token that has"
              + " the largest attention weight, such as a name (Luong et al. 2015b). Needs attention.")
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
                  "the decoder has no attention to choose the token to copy",
                  "add network.attention, for example {additive: {}}, or remove it"));
    }

    @Override
    public List<BaselineSpec> baselines() {
      return List.of(new BaselineSpec.CopySource(), new BaselineSpec.FrequentText());
    }

    @Doc("Beam search: keeps the most probable partial texts and extends them token by token.")
    public record Beam(
        @Doc("The number of partial texts to keep. 1 is greedy search.")
            @Default("1")
            @Range(min = 1, max = 1000)
            int width,
        @Doc(
                "Compares texts by ln p / ((5 + tokens) / 6)^length_penalty (Wu et al. 2016). 0"
                    + " compares probabilities; higher values prefer longer texts.")
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

  @Doc("The next values of one or more columns of a series.")
  record Forecast(
      @Doc("The columns to forecast.") @Example("[passengers]") List<String> columns,
      @Doc("The number of rows to forecast.") @Example("12") @Range(min = 1, max = 100_000)
          int horizon,
      @Doc("The number of rows between the last row seen and the first row forecast.")
          @Default("0")
          @Range(min = 0, max = 1_000_000)
          int gap,
      @Doc(
              "Forecasts quantiles of each value at these levels, trained with the pinball loss."
                  + " The levels must include 0.5, which is the forecast. If omitted, only the value is"
                  + " forecast.")
          @Example("[0.1, 0.5, 0.9]")
          Optional<List<Double>> quantiles,
      @Doc(
              "Forecasts a distribution of each value, trained with its negative log-likelihood. If"
                  + " omitted, only the value is forecast.")
          @Example("{gaussian: {}}")
          Optional<DistributionSpec> distribution,
      @Doc(
              "Adds prediction intervals to the forecasts, learned after training from the errors"
                  + " on the validation part. If omitted, none.")
          @Example("{conformal: {levels: [0.8, 0.95]}}")
          Optional<IntervalSpec> intervals,
      @Doc(
              "The range of the values. Forecasts, quantiles and intervals outside it are clipped"
                  + " and counted. If omitted, there is no limit.")
          @Example("{min: 0}")
          Optional<Bounds> bounds,
      @Doc(
              "`direct` forecasts all rows of the horizon at once. `recursive` forecasts them one"
                  + " after the other: each row reads the targets of the row before it, in training the"
                  + " true values, afterwards its own forecasts (DeepAR, Salinas et al. 2020).")
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
            "decoding: recursive reads the row before each forecast row, and rows in the gap are"
                + " not forecast",
            "set gap to 0, or remove decoding");
      }
      if (decoding == Decoding.RECURSIVE && (quantiles.isPresent() || distribution.isPresent())) {
        throw new InvalidSpecException(
            quantiles.isPresent() ? "quantiles" : "distribution",
            "decoding: recursive reads single values, so it cannot use quantiles or a distribution",
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

    @Doc("The smallest and the largest value, in original units. Set `min`, `max` or both.")
    public record Bounds(
        @Doc("The smallest value.") @Example("0") Optional<Double> min,
        @Doc("The largest value.") @Example("100") Optional<Double> max) {
      public Bounds {
        if (min.isEmpty() && max.isEmpty()) {
          throw new InvalidSpecException(
              "", "has neither min nor max", "write {min: 0}, or remove it");
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
                  "decoding: recursive reads rows after the cutoff, where '%s' is not known"
                      .formatted(input.unknownAhead().get(0)),
                  "write it under future_covariates if it is known ahead, else remove it, or remove"
                      + " data.target.forecast.decoding, or let a decoder read those rows: network:"
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
