package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole configuration file. */
@Doc("One run: the data, the network, and how to train and evaluate it.")
@Inherits(
    key = "extends",
    doc =
        "A config to inherit from: every key that is not set here is taken from it. Maps are"
            + " merged; lists and choices are replaced.",
    example = "base.yaml")
public record Config(
    @Doc("The version of the config format.")
        @Default("1")
        @Range(min = 1, max = Config.NEWEST_VERSION)
        int version,
    @Doc("The name of the run. Its folder is `runs/<name>/<stamp>`.")
        @Example("reviews")
        @Form(
            value = Config.NAME,
            as = "letters, digits, '.', '_' and '-', beginning with a letter or digit")
        String name,
    @Doc(
            "The random seed for initial weights, dropout and the order of batches. The split has"
                + " its own seed.")
        @Default("42")
        long seed,
    @Doc("The data: its source, the input and target of the network, and the split.") DataSpec data,
    @Doc(
            "The layers, from input to output. The output layer follows from `data.target`. For"
                + " the target `text`, and optionally for recursive forecasts: an encoder and a"
                + " decoder.")
        NetworkSpec network,
    @Doc("How to train the network.") @Default("{}") TrainingSpec training,
    @Doc("How to evaluate the model on the test part.") @Default("{}") EvaluationSpec evaluation,
    @Doc("Turns off warnings of `check`.") @Default("{}") ChecksSpec checks,
    @Doc("The experiment trackers that follow the run. If omitted, none.")
        @Example("{tensorboard: {}}")
        Optional<TrackingSpec> tracking) {

  /** The newest supported version of the format. */
  public static final int NEWEST_VERSION = 1;

  static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*";

  public Config {
    List<InvalidSpecException.Fault> faults = new ArrayList<>();
    if (!name.matches(NAME)) {
      faults.add(
          new InvalidSpecException.Fault(
              "name",
              "'" + name + "' cannot name a folder",
              "use letters, digits, '.', '_' and '-', beginning with a letter or digit"));
    }
    if (training.earlyStopping().isPresent() && data.split().validation().isEmpty()) {
      faults.add(
          new InvalidSpecException.Fault(
              "training.early_stopping",
              "early_stopping needs data.split.validation > 0",
              "add data.split.validation, for example {share: 0.1}"));
    }
    if (training.ensemble().isPresent()) {
      data.target()
          .whyNoEnsemble()
          .ifPresent(
              why ->
                  faults.add(
                      new InvalidSpecException.Fault("training.ensemble", why, "remove it")));
    }
    if (data.target().hasLinearPath() && data.split().validation().isEmpty()) {
      faults.add(
          new InvalidSpecException.Fault(
              "data.target.class.linear",
              "its weight is chosen on the validation part, and there is none",
              "add data.split.validation, for example {share: 0.1}"));
    }
    if (!data.target().isClass()) {
      evaluation
          .ofClasses()
          .forEach(
              key ->
                  faults.add(
                      new InvalidSpecException.Fault(
                          "evaluation." + key, "is only for the target 'class'", "remove it")));
    } else if (data.split().validation().isEmpty()) {
      evaluation
          .ofValidation()
          .forEach(
              key ->
                  faults.add(
                      new InvalidSpecException.Fault(
                          "evaluation." + key,
                          "is chosen on the validation part, and there is none",
                          "add data.split.validation, for example {share: 0.1}")));
    }
    if (training.truncatedBackpropagation().isPresent() && !data.target().readsOn()) {
      faults.add(
          new InvalidSpecException.Fault(
              "training.truncated_backpropagation",
              "only language models, target 'next', read a text piece by piece",
              "remove it"));
    }
    faults.addAll(data.target().faults(data.input(), network));
    boolean linear =
        network
            .output()
            .flatMap(LayerSpec.Output::activation)
            .filter(activation -> activation != Activation.LINEAR)
            .isEmpty();
    data.columns()
        .forEach(
            (key, column) -> {
              if (column.missing() instanceof MissingSpec.Mask
                  && data.target().forecasts(key)
                  && !linear) {
                faults.add(
                    new InvalidSpecException.Fault(
                        ColumnSpec.path(key) + ".missing",
                        "a target's missing values can be masked only where the output is linear",
                        "remove the activation of the output layer, or choose another way"));
              }
            });
    if (training.teacherForcing().isPresent() && !network.writes()) {
      faults.add(
          new InvalidSpecException.Fault(
              "training.teacher_forcing", "the network has no decoder", "remove it"));
    }
    faults.addAll(faultsOfPretraining(training, data, network));
    if (training.finalFit().isPresent()
        && data.split().validation().isEmpty()
        && data.split().test().isEmpty()) {
      faults.add(
          new InvalidSpecException.Fault(
              "training.final_fit",
              "all rows are used for training already",
              "remove it, or add data.split.validation or data.split.test"));
    }
    if (training.schedule().watchesValidation() && data.split().validation().isEmpty()) {
      faults.add(
          new InvalidSpecException.Fault(
              "training.schedule",
              "plateau watches the validation part, and there is none",
              "add data.split.validation, for example {share: 0.1}"));
    }
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(faults);
    }
  }

  private static List<InvalidSpecException.Fault> faultsOfPretraining(
      TrainingSpec training, DataSpec data, NetworkSpec network) {
    List<InvalidSpecException.Fault> faults = new ArrayList<>();
    if (training.pretrain().isEmpty()) {
      return faults;
    }
    PretrainSpec model = training.pretrain().get();
    String key = model.key();
    if (data.target().readsOn() || network.writes()) {
      faults.add(
          new InvalidSpecException.Fault(
              key,
              data.target().readsOn()
                  ? "the network is a language model already"
                  : "is only for networks that are a list of layers, and this one has an encoder"
                      + " and a decoder",
              "remove it"));
    }
    if (data.input().overlap()) {
      faults.add(
          new InvalidSpecException.Fault(
              key,
              "learns to predict the next token, which after a word is often one of its n-grams",
              "remove it, or remove ngrams from data.input.text.tokenizer"));
    }
    if (data.split().validation().isEmpty()) {
      if (model.patience().isPresent()) {
        faults.add(
            new InvalidSpecException.Fault(
                key + ".patience",
                "waits for a lower loss on the validation part, and there is none",
                "add data.split.validation, for example {share: 0.1}, or remove it"));
      }
      if (model.schedule().watchesValidation()) {
        faults.add(
            new InvalidSpecException.Fault(
                key + ".schedule",
                "plateau watches the validation part, and there is none",
                "add data.split.validation, for example {share: 0.1}"));
      }
    }
    return faults;
  }

  /** The same with other data. */
  public Config with(DataSpec otherData) {
    return new Config(
        version, name, seed, otherData, network, training, evaluation, checks, tracking);
  }

  /** The same with another seed. */
  public Config with(long otherSeed) {
    return new Config(
        version, name, otherSeed, data, network, training, evaluation, checks, tracking);
  }

  /** The same with another training section. */
  public Config with(TrainingSpec otherTraining) {
    return new Config(
        version, name, seed, data, network, otherTraining, evaluation, checks, tracking);
  }

  /** The same without trackers: the config of a model. */
  public Config withoutTracking() {
    return new Config(
        version, name, seed, data, network, training, evaluation, checks, Optional.empty());
  }
}
