package dev.sluice.network;

import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spec.Activation;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.WeightInit;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What layers and trainings refuse by themselves. */
class SpecRulesTest {
  @Test
  void adaDeltaTakesNoSchedule() {
    assertThat(
            fault(
                () ->
                    training(
                        new OptimizerSpec.Adadelta(0.95, 1e-6),
                        new ScheduleSpec.Cosine(0),
                        Optional.empty(),
                        Optional.empty())))
        .isEqualTo(
            new InvalidSpecException.Fault(
                "schedule",
                "adadelta has no learning rate that a schedule could move",
                "remove it, or choose another optimizer"));
  }

  @Test
  void recurrentLayersTakeNoSoftmax() {
    assertThat(
            fault(
                () ->
                    new LayerSpec.Lstm(
                        2,
                        Activation.TANH,
                        Activation.SOFTMAX,
                        LayerSpec.Lstm.Peepholes.NONE,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        false,
                        1,
                        WeightInit.ZEROS,
                        WeightInit.ZEROS,
                        0,
                        0,
                        0)))
        .isEqualTo(
            new InvalidSpecException.Fault(
                "recurrent_activation",
                "softmax makes all units of a recurrent layer depend on each other",
                "for example sigmoid"));
  }

  @Test
  void recurrentDropoutTakesNoActivationThatOnlyDl4jHas() {
    LayerSpec.Lstm lstm = (LayerSpec.Lstm) lstm(2);
    assertThat(
            fault(
                () ->
                    new LayerSpec.Lstm(
                        2,
                        Activation.TANH,
                        Activation.SOFTSIGN,
                        lstm.peepholes(),
                        0,
                        0.1,
                        0,
                        Optional.empty(),
                        false,
                        1,
                        lstm.weightInit(),
                        lstm.recurrentWeightInit(),
                        0,
                        0,
                        0)))
        .isEqualTo(
            new InvalidSpecException.Fault(
                "recurrent_dropout",
                "does not work with the activation softsign",
                "remove it, or choose tanh, sigmoid, hard_sigmoid, relu or linear there"));
  }

  @Test
  void oneUnitTakesNoSoftmax() {
    assertThat(fault(() -> Networks.dense(1, Activation.SOFTMAX)))
        .isEqualTo(
            new InvalidSpecException.Fault(
                "activation", "softmax over one unit is always 1", "for example sigmoid"));
  }

  @Test
  void aPlateauNeedsAValidationPart() {
    ScheduleSpec plateau = new ScheduleSpec.WarmUp(1, new ScheduleSpec.Plateau(0.5, 3));

    assertThat(
            fault(
                () ->
                    Networks.configWithoutValidation(
                        training(
                            new OptimizerSpec.Sgd(0.1, 0),
                            plateau,
                            Optional.empty(),
                            Optional.empty()),
                        lstm(2))))
        .isEqualTo(
            new InvalidSpecException.Fault(
                "training.schedule",
                "plateau watches the validation part, and there is none",
                "add data.split.validation, for example {share: 0.1}"));
  }

  private static InvalidSpecException.Fault fault(ThrowingCallable mistake) {
    InvalidSpecException thrown = catchThrowableOfType(InvalidSpecException.class, mistake);
    assertThat(thrown).isNotNull();
    assertThat(thrown.faults()).hasSize(1);
    return thrown.faults().get(0);
  }
}
