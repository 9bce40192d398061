package dev.sluice.spec;

/** How gradients become steps: ND4J's updaters under their usual names. */
public sealed interface OptimizerSpec {

  /** How many numbers it keeps for each parameter between steps. */
  int kept();

  @Doc("Stochastic gradient descent (SGD), with or without momentum.")
  record Sgd(
      @Doc("The learning rate.") @Default("0.01") @Range(min = 0, above = true) double learningRate,
      @Doc("Nesterov momentum: the fraction of the previous update that is added to each update.")
          @Default("0")
          @Range(min = 0, max = 1, below = true)
          double momentum)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return momentum == 0 ? 0 : 1;
    }
  }

  @Doc("Adam (Kingma and Ba 2015).")
  record Adam(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double beta1,
      @Doc("The decay rate of the mean squared gradient.")
          @Default("0.999")
          @Range(min = 0, max = 1, below = true)
          double beta2,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-8")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    /** With this learning rate, and the paper's advice for everything else. */
    public static Adam of(double learningRate) {
      return new Adam(learningRate, 0.9, 0.999, 1e-8);
    }

    @Override
    public int kept() {
      return 2;
    }
  }

  @Doc("AdaMax, Adam with the infinity norm (Kingma and Ba 2015).")
  record Adamax(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double beta1,
      @Doc("The decay rate of the largest gradient.")
          @Default("0.999")
          @Range(min = 0, max = 1, below = true)
          double beta2)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 2;
    }
  }

  @Doc("Nadam, Adam with Nesterov momentum (Dozat 2016).")
  record Nadam(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double beta1,
      @Doc("The decay rate of the mean squared gradient.")
          @Default("0.999")
          @Range(min = 0, max = 1, below = true)
          double beta2,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-8")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 2;
    }
  }

  @Doc("AMSGrad, Adam with a denominator that never shrinks (Reddi et al. 2018).")
  record Amsgrad(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double beta1,
      @Doc("The decay rate of the mean squared gradient.")
          @Default("0.999")
          @Range(min = 0, max = 1, below = true)
          double beta2,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-8")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 3;
    }
  }

  @Doc("AdaBelief (Zhuang et al. 2020).")
  record Adabelief(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double beta1,
      @Doc("The decay rate of the gradient's variance.")
          @Default("0.999")
          @Range(min = 0, max = 1, below = true)
          double beta2,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-14")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 2;
    }
  }

  @Doc("AdaGrad (Duchi et al. 2011).")
  record Adagrad(
      @Doc("The learning rate.") @Default("0.01") @Range(min = 0, above = true) double learningRate,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-6")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 1;
    }
  }

  @Doc("AdaDelta (Zeiler 2012). It has no learning rate.")
  record Adadelta(
      @Doc("The decay rate of the means.") @Default("0.95") @Range(min = 0, max = 1, below = true)
          double rho,
      @Doc("A small number that is added under both square roots.")
          @Default("1e-6")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 2;
    }
  }

  @Doc("RMSProp (Tieleman and Hinton 2012).")
  record Rmsprop(
      @Doc("The learning rate.") @Default("0.001") @Range(min = 0, above = true)
          double learningRate,
      @Doc("The decay rate of the mean squared gradient.")
          @Default("0.9")
          @Range(min = 0, max = 1, below = true)
          double rho,
      @Doc("A small number that is added to the denominator.")
          @Default("1e-8")
          @Range(min = 0, above = true)
          double epsilon)
      implements OptimizerSpec {
    @Override
    public int kept() {
      return 1;
    }
  }
}
