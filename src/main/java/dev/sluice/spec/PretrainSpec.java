package dev.sluice.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the first layers of a network learn before the training. */
public sealed interface PretrainSpec {
  @Doc(
      "Language model pretraining (Dai and Le 2015): the embedding and the recurrent layers"
          + " after it learn to predict the next token of texts. In a bidirectional layer, the"
          + " backward direction learns to predict the previous token. Both directions share the"
          + " embedding and the softmax (Peters et al. 2018). Layers after the first"
          + " bidirectional one start from random weights.")
  record LanguageModel(
      @Doc("The maximum number of epochs.") @Default("5") @Range(min = 1) int epochs,
      @Doc("The number of texts read in parallel, in each direction.")
          @Default("64")
          @Range(min = 1, max = 1_000_000)
          int batchSize,
      @Doc(
              "The number of tokens of a text per training step. Gradients do not reach further"
                  + " back.")
          @Default("100")
          @Range(min = 1, max = 100_000)
          int steps,
      @Doc("The learning rate of Adam.") @Default("0.002") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The schedule of the learning rate.") @Default("{constant: {}}") ScheduleSpec schedule,
      @Doc(
              "Stops when the loss on the texts of the validation part has not improved for this"
                  + " many epochs. If omitted, all epochs are trained. The best epoch is kept in any"
                  + " case.")
          @Range(min = 1)
          @Example("2")
          Optional<Integer> patience,
      @Doc(
              "The number of ids that can be predicted, the most frequent ones. All others are"
                  + " predicted as the unknown token. This saves time if the vocabulary is large. If"
                  + " omitted, all ids.")
          @Range(min = 3)
          @Example("5000")
          Optional<Integer> predicted,
      @Doc(
              "More texts to read, without a target, in a column with the same name as in the"
                  + " training part. The vocabulary is still that of the training part.")
          @Example("{csv: {path: ../data/unlabelled.csv}}")
          Optional<SourceSpec> unlabelled,
      @Doc(
              "The folder that stores the pretrained layers for other runs with the same texts and"
                  + " layers. If omitted, `.cache/sluice/pretrained` in the home directory of the user.")
          @Example("../pretrained")
          Optional<Path> cache)
      implements PretrainSpec {
    public LanguageModel {
      requirePatience(patience, epochs);
    }

    @Override
    public int stepsRead() {
      return steps;
    }

    @Override
    public boolean writesAnew() {
      return false;
    }
  }

  @Doc(
      "Sequence autoencoder pretraining (Dai and Le 2015): the embedding and the recurrent"
          + " layers after it read a piece of a text, then reproduce it token by token from their"
          + " final state. In a bidirectional layer, the backward direction does so from the end."
          + " Layers after the first bidirectional one start from random weights.")
  record SequenceAutoencoder(
      @Doc("The maximum number of epochs.") @Default("5") @Range(min = 1) int epochs,
      @Doc("The number of texts read in parallel, in each direction.")
          @Default("64")
          @Range(min = 1, max = 1_000_000)
          int batchSize,
      @Doc("The number of tokens in a piece. Longer texts are cut into several pieces.")
          @Default("100")
          @Range(min = 1, max = 100_000)
          int steps,
      @Doc("The learning rate of Adam.") @Default("0.002") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The schedule of the learning rate.") @Default("{constant: {}}") ScheduleSpec schedule,
      @Doc(
              "Stops when the loss on the texts of the validation part has not improved for this"
                  + " many epochs. If omitted, all epochs are trained. The best epoch is kept in any"
                  + " case.")
          @Range(min = 1)
          @Example("2")
          Optional<Integer> patience,
      @Doc(
              "The number of ids that can be reproduced, the most frequent ones. All others are"
                  + " reproduced as the unknown token. This saves time if the vocabulary is large. If"
                  + " omitted, all ids.")
          @Range(min = 3)
          @Example("5000")
          Optional<Integer> predicted,
      @Doc(
              "More texts to read, without a target, in a column with the same name as in the"
                  + " training part. The vocabulary is still that of the training part.")
          @Example("{csv: {path: ../data/unlabelled.csv}}")
          Optional<SourceSpec> unlabelled,
      @Doc(
              "The folder that stores the pretrained layers for other runs with the same texts and"
                  + " layers. If omitted, `.cache/sluice/pretrained` in the home directory of the user.")
          @Example("../pretrained")
          Optional<Path> cache)
      implements PretrainSpec {
    public SequenceAutoencoder {
      requirePatience(patience, epochs);
    }

    @Override
    public int stepsRead() {
      return 2 * (steps + 1);
    }

    @Override
    public boolean writesAnew() {
      return true;
    }
  }

  private static void requirePatience(Optional<Integer> patience, int epochs) {
    if (patience.isPresent() && patience.get() >= epochs) {
      throw new InvalidSpecException(
          "patience",
          "is %s epochs, and there are %s: it would never end the pretraining"
              .formatted(patience.get(), epochs),
          "choose less than %s, or remove it".formatted(epochs));
    }
  }

  /** The maximum number of epochs. */
  int epochs();

  /** Texts, or pieces of them, that are read side by side. */
  int batchSize();

  /** Tokens between two steps, or of a piece. */
  int steps();

  /** The most steps of a batch. */
  int stepsRead();

  /** Whether what was read is written anew, and not what comes next. */
  boolean writesAnew();

  /** That of Adam. */
  double learningRate();

  /** How the learning rate moves. */
  ScheduleSpec schedule();

  /** Epochs without a lower loss of the validation part that are waited for. */
  Optional<Integer> patience();

  /** So many ids are told apart; empty if all are. */
  Optional<Integer> predicted();

  /** More texts, without a target. */
  Optional<SourceSpec> unlabelled();

  /** Where what was learned is kept; empty: in the user's home. */
  Optional<Path> cache();

  /** What a user would call it. */
  default String title() {
    return writesAnew() ? "sequence autoencoder" : "language model";
  }

  /** The key of the config that asks for it. */
  default String key() {
    return "training.pretrain." + (writesAnew() ? "sequence_autoencoder" : "language_model");
  }

  /** The files that it reads. */
  default List<Path> files() {
    return unlabelled().map(SourceSpec::path).stream().toList();
  }
}
