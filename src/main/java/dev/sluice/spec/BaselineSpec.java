package dev.sluice.spec;

/**
 * A simple method that a model should beat. Open: a plug-in may register further kinds for its
 * target, which computes them.
 */
public interface BaselineSpec {
  /** A description of the method that can follow "better than". */
  String inWords();

  @Doc("The most frequent class of the training part.")
  record Majority() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always choosing the most frequent class";
    }
  }

  @Doc(
      "The most frequent labels of the training part, the same for each row: as many as have the"
          + " highest micro F1 there.")
  record FrequentLabels() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always giving the most frequent labels";
    }
  }

  @Doc(
      "TF-IDF of single tokens and pairs, then logistic regression; of labels, one for each, with a"
          + " threshold chosen as that of the network.")
  record BagOfWords() implements BaselineSpec {
    @Override
    public String inWords() {
      return "bag of words";
    }
  }

  @Doc(
      "The most frequent tag of each token in the training part; of unknown tokens the most"
          + " frequent tag of all.")
  record FrequentTag() implements BaselineSpec {
    @Override
    public String inWords() {
      return "giving each token its most frequent tag";
    }
  }

  @Doc("How often each token stands in the training part, whatever comes before it.")
  record Unigram() implements BaselineSpec {
    @Override
    public String inWords() {
      return "counting tokens";
    }
  }

  @Doc(
      "What followed the last four tokens in the training part, mixed with what followed fewer of"
          + " them (Witten and Bell 1991).")
  record Ngram() implements BaselineSpec {
    @Override
    public String inWords() {
      return "a 5-gram model";
    }
  }

  @Doc("The text of the input, as it is.")
  record CopySource() implements BaselineSpec {
    @Override
    public String inWords() {
      return "copying the source";
    }
  }

  @Doc("The most frequent target text of the training part.")
  record FrequentText() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always writing the most frequent target text";
    }
  }

  @Doc("The last known value, repeated.")
  record LastValue() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last value";
    }
  }

  @Doc("The value one season before.")
  record SeasonalNaive() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last season";
    }
  }

  @Doc(
      "The last known value without its season, to which the season is put back; without a season"
          + " that is beyond chance, the last value. The yardstick of the M competitions, which"
          + " `owa` needs; it runs only if it is named.")
  record Naive2() implements BaselineSpec {
    @Override
    public String inWords() {
      return "repeating the last value, seasonally adjusted";
    }
  }

  @Doc("The line from the first to the last known row, continued.")
  record Drift() implements BaselineSpec {
    @Override
    public String inWords() {
      return "continuing the line from the first to the last known value";
    }
  }

  @Doc("The mean of the training part; of a forecast, that of all rows known by then.")
  record Mean() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always saying the mean";
    }
  }

  @Doc(
      "Ridge regression on TF-IDF of single tokens and pairs, on all numbers of sequences of one"
          + " length, or on mean, last value and length of others. Of a forecast, ridge regression"
          + " from the lookback to the whole horizon, the last value subtracted from both (NLinear:"
          + " Zeng et al. 2023); the columns share the weights.")
  record Linear() implements BaselineSpec {
    @Override
    public String inWords() {
      return "a linear model";
    }
  }

  @Doc(
      "Of each column, exponential smoothing: error, trend and season, additive or multiplicative,"
          + " chosen by the AICc (Hyndman and Khandakar 2008). Seasons of more than 24 rows are"
          + " left out.")
  record Ets() implements BaselineSpec {
    @Override
    public String inWords() {
      return "exponential smoothing";
    }
  }

  @Doc(
      "Of each column, the theta method, standard, optimised or dynamic (Fiorucci et al. 2016),"
          + " after the season is taken out.")
  record Theta() implements BaselineSpec {
    @Override
    public String inWords() {
      return "the theta method";
    }
  }

  @Doc(
      "Of each column, seasonal ARIMA; differences are chosen by tests and, with a validation part,"
          + " by its error there, orders by the AICc (Hyndman and Khandakar 2008). Of seasons of"
          + " more than 24 rows only the difference is taken.")
  record Arima() implements BaselineSpec {
    @Override
    public String inWords() {
      return "ARIMA";
    }
  }
}
