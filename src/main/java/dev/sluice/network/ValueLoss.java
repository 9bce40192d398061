package dev.sluice.network;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The mean over the values of an example of the loss of a {@link ValueForm}. */
public final class ValueLoss extends RowLoss {
  private static final long serialVersionUID = 1L;

  /** For DL4J's JSON. */
  @JsonProperty private final Kind kind;

  @JsonProperty private final double[] parameters;

  /** The meaning of the outputs of a value. */
  enum Kind {
    QUANTILES {
      @Override
      ValueForm form(double[] parameters) {
        return new ValueForm.Quantiles(parameters);
      }
    },
    GAUSSIAN {
      @Override
      ValueForm form(double[] parameters) {
        return new ValueForm.Gaussian();
      }
    },
    STUDENT_T {
      @Override
      ValueForm form(double[] parameters) {
        return new ValueForm.StudentT(parameters[0]);
      }
    },
    NEGATIVE_BINOMIAL {
      @Override
      ValueForm form(double[] parameters) {
        return new ValueForm.NegativeBinomial();
      }
    };

    abstract ValueForm form(double[] parameters);
  }

  ValueLoss(@JsonProperty("kind") Kind kind, @JsonProperty("parameters") double... parameters) {
    this.kind = kind;
    this.parameters = parameters.clone();
  }

  ValueForm form() {
    return kind.form(parameters);
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray outputs = activation.getActivation(preOutput.dup(), true);
    double[][] z = outputs.castTo(DataType.DOUBLE).toDoubleMatrix();
    double[] losses = lossesToGradients(z, labels);
    return masked(
        Nd4j.createFromArray(losses).reshape(z.length, 1).castTo(preOutput.dataType()), mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray outputs = activation.getActivation(preOutput.dup(), true);
    double[][] z = outputs.castTo(DataType.DOUBLE).toDoubleMatrix();
    lossesToGradients(z, labels);
    INDArray slope = Nd4j.createFromArray(z).castTo(preOutput.dataType());
    return masked(activation.backprop(preOutput.dup(), slope).getFirst(), mask);
  }

  /** Replaces z by its gradient. */
  private double[] lossesToGradients(double[][] z, INDArray labels) {
    double[][] y = labels.castTo(DataType.DOUBLE).toDoubleMatrix();
    ValueForm form = form();
    double[] losses = new double[z.length];
    for (int row = 0; row < z.length; row++) {
      losses[row] = form.lossToGradient(z[row], y[row]);
    }
    return losses;
  }

  @Override
  public String name() {
    return "Value";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueLoss loss
        && loss.kind == kind
        && Arrays.equals(loss.parameters, parameters);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(parameters);
  }

  @Override
  public String toString() {
    return "ValueLoss(" + kind + Arrays.toString(parameters) + ")";
  }
}
