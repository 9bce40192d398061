package dev.sluice.spec;

/**
 * A simple method that a model should beat. Open: a plug-in may register further kinds for its
 * target, which computes them.
 */
public interface BaselineSpec {
  /** A description of the method that can follow "better than". */
  String inWords();

  @Doc("Always predicts the most frequent class of the training part.")
  record Majority() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always choosing the most frequent class";
    }
  }

  @Doc(
      "Predicts the same labels for each row: the most frequent labels of the training"
          + " part, as many as give the highest micro F1 there.")
  record FrequentLabels() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always giving the most frequent labels";
    }
  }

  @Doc(
      "Logistic regression on TF-IDF of unigrams and bigrams, that is, of single tokens and"
          + " pairs. For labels, one per label, with a threshold that is chosen as for the"
          + " network.")
  record BagOfWords() implements BaselineSpec {
    @Override
    public String inWords() {
      return "bag of words";
    }
  }

  @Doc(
      "Predicts the tag that each token has most often in the training part; for unknown"
          + " tokens, the most frequent tag of all.")
  record FrequentTag() implements BaselineSpec {
    @Override
    public String inWords() {
      return "giving each token its most frequent tag";
    }
  }

  @Doc(
      "Gives each token its frequency in the training part as its probability, whatever the"
          + " tokens before it are.")
  record Unigram() implements BaselineSpec {
    @Override
    public String inWords() {
      return "counting tokens";
    }
  }

  @Doc(
      "A 5-gram model: predicts what followed the last four tokens in the training part,"
          + " interpolated with what followed fewer of them (Witten and Bell 1991).")
  record Ngram() implements BaselineSpec {
    @Override
    public String inWords() {
      return "a 5-gram model";
    }
  }

  @Doc("Predicts the text of the input, unchanged.")
  record CopySource() implements BaselineSpec {
    @Override
    public String inWords() {
      return "copying the source";
    }
  }

  @Doc("Always predicts the most frequent target text of the training part.")
  record FrequentText() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always writing the most frequent target text";
    }
  }

  @Doc("Repeats the last known value.")
  record LastValue() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last value";
    }
  }

  @Doc("Repeats the value from one season before.")
  record SeasonalNaive() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last season";
    }
  }

  @Doc(
      "Removes the season from the last known value, repeats it, and applies the season"
          + " again. If the season is not significant, repeats the last value. This is the"
          + " reference method of the M competitions, which `owa` needs. Computed only if you"
          + " name it.")
  record Naive2() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last value, seasonally adjusted";
    }
  }

  @Doc("Continues the line from the first to the last known row.")
  record Drift() implements BaselineSpec {
    @Override
    public String inWords() {
      return "continuing the line from the first to the last known value";
    }
  }

  @Doc(
      "Predicts the mean of the training part; for a forecast, the mean of all rows that"
          + " are known by then.")
  record Mean() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always predicting the mean";
    }
  }

  @Doc(
      "Ridge regression. For texts: on TF-IDF of unigrams and bigrams. For sequences: on"
          + " all numbers if they have the same length, otherwise on mean, last value and length."
          + " For a forecast: from the lookback to the whole horizon, after subtracting the last"
          + " value from both (NLinear, Zeng et al. 2023); the columns share the weights.")
  record Linear() implements BaselineSpec {
    @Override
    public String inWords() {
      return "a linear model";
    }
  }

  @Doc(
      "Exponential smoothing of each column. The AICc chooses the error, trend and season,"
          + " each additive or multiplicative (Hyndman and Khandakar 2008). Seasons of more than"
          + " 24 rows are ignored.")
  record Ets() implements BaselineSpec {
    @Override
    public String inWords() {
      return "exponential smoothing";
    }
  }

  @Doc(
      "The theta method for each column, after removing the season: standard, optimized or"
          + " dynamic (Fiorucci et al. 2016).")
  record Theta() implements BaselineSpec {
    @Override
    public String inWords() {
      return "the theta method";
    }
  }

  @Doc(
      "Seasonal ARIMA of each column. Differencing is chosen by tests and, with a"
          + " validation part, by the error there. The AICc chooses the orders (Hyndman and"
          + " Khandakar 2008). For seasons of more than 24 rows, only the seasonal difference is"
          + " taken.")
  record Arima() implements BaselineSpec {
    @Override
    public String inWords() {
      return "ARIMA";
    }
  }
}
