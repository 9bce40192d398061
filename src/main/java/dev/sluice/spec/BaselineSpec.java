package dev.sluice.spec;

/**
 * A simple method that a model should beat. Open: a plug-in may register further kinds for its
 * target, which computes them.
 */
public interface BaselineSpec {
  /** The method, after "better than". */
  String inWords();

  @Doc("The most frequent class of the training part.")
  record Majority() implements BaselineSpec {
    @Override
    public String inWords() {
      return "always choosing the most frequent class";
    }
  }

  @Doc("TF-IDF of single tokens and pairs, then logistic regression.")
  record BagOfWords() implements BaselineSpec {
    @Override
    public String inWords() {
      return "bag of words";
    }
  }

  @Doc(
      "The most frequent tag of each token in the training part; of unknown tokens the most frequent tag of all.")
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
      "What followed the last four tokens in the training part, mixed with what followed fewer of them (Witten and Bell 1991).")
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
          + " length, or on mean, last value and length of others.")
  record Linear() implements BaselineSpec {
    @Override
    public String inWords() {
      return "a linear model";
    }
  }
}
