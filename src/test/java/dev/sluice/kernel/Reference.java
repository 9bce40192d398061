package dev.sluice.kernel;

import dev.sluice.kernel.Cell.Lstm.Sees;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What {@link RecurrentKernel} computes, as plainly as it can be said: one row, one step and one
 * unit at a time, in double precision, the formulas of {@link Cell} and the chain rule.
 */
final class Reference {
  final Cell cell;
  final int steps;
  final int batch;
  final double[][] w; // (gates * units)(inputs)
  final double[][] r; // (gates * units)(units)
  final double[] b; // (biases * units)
  final double[] p; // (peepholes * units)
  final double[][][] in; // (batch)(steps)(inputs)
  final boolean[][] valid; // (batch)(steps)
  final double[][] h0; // (batch)(units)
  final double[][] c0;
  final double[][] drop; // (batch)(units), recurrent dropout's factors
  final boolean backwards;

  double[][][] out; // (batch)(steps)(units)
  double[][] hLast;
  double[][] cLast;

  double[][] dw;
  double[][] dr;
  double[] db;
  double[] dp;
  double[][][] din;
  double[][] dh0;
  double[][] dc0;

  Reference(Cell cell, int steps, int batch, boolean backwards) {
    this.cell = cell;
    this.steps = steps;
    this.batch = batch;
    this.backwards = backwards;
    int rows = cell.gates() * cell.units();
    w = new double[rows][cell.inputs()];
    r = new double[rows][cell.units()];
    b = new double[cell.biases() * cell.units()];
    p = new double[cell.peepholes() * cell.units()];
    in = new double[batch][steps][cell.inputs()];
    valid = new boolean[batch][steps];
    h0 = new double[batch][cell.units()];
    c0 = new double[batch][cell.units()];
    drop = new double[batch][cell.units()];
    for (double[] factors : drop) {
      Arrays.fill(factors, 1);
    }
  }

  void forward() {
    out = new double[batch][steps][cell.units()];
    hLast = new double[batch][];
    cLast = new double[batch][];
    for (int row = 0; row < batch; row++) {
      double[] h = h0[row].clone();
      double[] c = c0[row].clone();
      for (int k = 0; k < steps; k++) {
        int t = backwards ? steps - 1 - k : k;
        if (valid[row][t]) {
          Step step = new Step(in[row][t], h, c, drop[row]);
          h = step.h;
          c = step.c;
          out[row][t] = h;
        }
      }
      hLast[row] = h;
      cLast[row] = c;
    }
  }

  /** Of sum(epsilons * out) + sum(dhLast * hLast) + sum(dcLast * cLast). */
  void backward(double[][][] epsilons, double[][] dhLast, double[][] dcLast) {
    dw = new double[w.length][cell.inputs()];
    dr = new double[r.length][cell.units()];
    db = new double[b.length];
    dp = new double[p.length];
    din = new double[batch][steps][cell.inputs()];
    dh0 = new double[batch][];
    dc0 = new double[batch][];
    for (int row = 0; row < batch; row++) {
      Step[] taken = new Step[steps];
      double[] h = h0[row].clone();
      double[] c = c0[row].clone();
      for (int k = 0; k < steps; k++) {
        int t = backwards ? steps - 1 - k : k;
        if (valid[row][t]) {
          taken[k] = new Step(in[row][t], h, c, drop[row]);
          h = taken[k].h;
          c = taken[k].c;
        }
      }
      double[] dh = dhLast[row].clone();
      double[] dc = dcLast[row].clone();
      for (int k = steps - 1; k >= 0; k--) {
        int t = backwards ? steps - 1 - k : k;
        if (taken[k] != null) {
          for (int j = 0; j < cell.units(); j++) {
            dh[j] += epsilons[row][t][j];
          }
          taken[k].back(dh, dc, din[row][t]);
        }
      }
      dh0[row] = dh;
      dc0[row] = dc;
    }
  }

  private static double squash(Squash squash, double z) {
    DoubleUnaryOperator f =
        switch (squash) {
          case TANH -> Math::tanh;
          case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
          case HARD_SIGMOID -> x -> Math.min(1, Math.max(0, 0.2 * x + 0.5));
          case RELU -> x -> Math.max(0, x);
          case IDENTITY -> x -> x;
        };
    return f.applyAsDouble(z);
  }

  private static double slope(Squash squash, double z) {
    double y = squash(squash, z);
    return switch (squash) {
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
      case HARD_SIGMOID -> y > 0 && y < 1 ? 0.2 : 0;
      case RELU -> z > 0 ? 1 : 0;
      case IDENTITY -> 1;
    };
  }

  /** One token. */
  private final class Step {
    final int units = cell.units();
    final double[] x;
    final double[] hBefore;
    final double[] cBefore;
    final double[] m;
    final double[] hEntering; // h m
    final double[] z = new double[cell.gates() * units]; // before the activations
    final double[] inner = new double[units]; // of a GRU: R_c h + d, or R_c (r h)
    final double[] h = new double[units];
    final double[] c = new double[units];

    Step(double[] x, double[] hBefore, double[] cBefore, double[] m) {
      this.x = x;
      this.hBefore = hBefore;
      this.cBefore = cBefore;
      this.m = m;
      hEntering = new double[units];
      for (int j = 0; j < units; j++) {
        hEntering[j] = hBefore[j] * m[j];
      }
      for (int g = 0; g < z.length; g++) {
        z[g] = b[g] + dot(w[g], x);
      }
      if (cell instanceof Cell.SimpleRnn rnn) {
        for (int j = 0; j < units; j++) {
          z[j] += dot(r[j], hEntering);
          h[j] = squash(rnn.activation(), z[j]);
        }
      } else if (cell instanceof Cell.Lstm lstm) {
        lstm(lstm);
      } else {
        gru((Cell.Gru) cell);
      }
    }

    private void lstm(Cell.Lstm lstm) {
      for (int j = 0; j < units; j++) {
        for (int g = 0; g < 4; g++) {
          z[g * units + j] += dot(r[g * units + j], hEntering);
        }
        if (lstm.sees() != Sees.NOTHING) {
          z[f(j)] += p[j] * cBefore[j];
          z[i(j)] += p[2 * units + j] * cBefore[j];
        }
        if (lstm.sees() == Sees.STATE_BEFORE_ALSO_CANDIDATE) {
          z[j] += p[3 * units + j] * cBefore[j];
        }
        c[j] = gate(lstm, f(j)) * cBefore[j] + gate(lstm, i(j)) * squash(lstm.activation(), z[j]);
        if (lstm.sees() == Sees.NEW_STATE_AT_OUTPUT) {
          z[o(j)] += p[units + j] * c[j];
        } else if (lstm.sees() != Sees.NOTHING) {
          z[o(j)] += p[units + j] * cBefore[j];
        }
        h[j] = gate(lstm, o(j)) * squash(lstm.activation(), c[j]);
      }
    }

    private void gru(Cell.Gru gru) {
      double[] reset = new double[units];
      for (int j = 0; j < units; j++) {
        z[j] += dot(r[j], hEntering);
        z[units + j] += dot(r[units + j], hEntering);
        reset[j] = squash(gru.gateActivation(), z[j]);
      }
      for (int j = 0; j < units; j++) {
        double[] rc = r[2 * units + j];
        if (gru.resetAfter()) {
          inner[j] = dot(rc, hEntering) + b[3 * units + j];
          z[2 * units + j] += reset[j] * inner[j];
        } else {
          for (int k = 0; k < units; k++) {
            z[2 * units + j] += rc[k] * reset[k] * hEntering[k];
          }
        }
        double u = squash(gru.gateActivation(), z[units + j]);
        h[j] = u * hBefore[j] + (1 - u) * squash(gru.activation(), z[2 * units + j]);
      }
    }

    private double gate(Cell.Lstm lstm, int g) {
      return squash(lstm.gateActivation(), z[g]);
    }

    private int f(int j) {
      return units + j;
    }

    private int o(int j) {
      return 2 * units + j;
    }

    private int i(int j) {
      return 3 * units + j;
    }

    /** Turns dh and dc, of the state after, into those of the state before. */
    void back(double[] dh, double[] dc, double[] dx) {
      double[] dz = new double[z.length];
      double[] dhBefore = new double[units];
      double[] dcBefore = new double[units];
      if (cell instanceof Cell.SimpleRnn rnn) {
        for (int j = 0; j < units; j++) {
          dz[j] = dh[j] * slope(rnn.activation(), z[j]);
        }
        throughRecurrent(dz, 0, units, dhBefore);
      } else if (cell instanceof Cell.Lstm lstm) {
        lstmBack(lstm, dh, dc, dz, dcBefore);
        throughRecurrent(dz, 0, 4 * units, dhBefore);
      } else {
        gruBack((Cell.Gru) cell, dh, dz, dhBefore);
      }
      for (int g = 0; g < dz.length; g++) {
        db[g] += dz[g];
        for (int k = 0; k < x.length; k++) {
          dw[g][k] += dz[g] * x[k];
          dx[k] += dz[g] * w[g][k];
        }
      }
      System.arraycopy(dhBefore, 0, dh, 0, units);
      System.arraycopy(dcBefore, 0, dc, 0, units);
    }

    private void throughRecurrent(double[] dz, int from, int to, double[] dhBefore) {
      for (int g = from; g < to; g++) {
        for (int k = 0; k < units; k++) {
          dr[g][k] += dz[g] * hEntering[k];
          dhBefore[k] += dz[g] * r[g][k] * m[k];
        }
      }
    }

    private void lstmBack(
        Cell.Lstm lstm, double[] dh, double[] dc, double[] dz, double[] dcBefore) {
      Squash gates = lstm.gateActivation();
      for (int j = 0; j < units; j++) {
        dz[o(j)] = dh[j] * squash(lstm.activation(), c[j]) * slope(gates, z[o(j)]);
        double dcj = dc[j] + dh[j] * gate(lstm, o(j)) * slope(lstm.activation(), c[j]);
        if (lstm.sees() == Sees.NEW_STATE_AT_OUTPUT) {
          dp[units + j] += dz[o(j)] * c[j];
          dcj += dz[o(j)] * p[units + j];
        }
        dz[j] = dcj * gate(lstm, i(j)) * slope(lstm.activation(), z[j]);
        dz[i(j)] = dcj * squash(lstm.activation(), z[j]) * slope(gates, z[i(j)]);
        dz[f(j)] = dcj * cBefore[j] * slope(gates, z[f(j)]);
        dcBefore[j] = dcj * gate(lstm, f(j));
        if (lstm.sees() != Sees.NOTHING) {
          peephole(0, dz[f(j)], j, dcBefore);
          peephole(2, dz[i(j)], j, dcBefore);
          if (lstm.sees() != Sees.NEW_STATE_AT_OUTPUT) {
            peephole(1, dz[o(j)], j, dcBefore);
          }
        }
        if (lstm.sees() == Sees.STATE_BEFORE_ALSO_CANDIDATE) {
          peephole(3, dz[j], j, dcBefore);
        }
      }
    }

    private void peephole(int block, double dz, int j, double[] dcBefore) {
      dp[block * units + j] += dz * cBefore[j];
      dcBefore[j] += dz * p[block * units + j];
    }

    private void gruBack(Cell.Gru gru, double[] dh, double[] dz, double[] dhBefore) {
      double[] dReset = new double[units];
      for (int j = 0; j < units; j++) {
        double u = squash(gru.gateActivation(), z[units + j]);
        double candidate = squash(gru.activation(), z[2 * units + j]);
        dz[units + j] =
            dh[j] * (hBefore[j] - candidate) * slope(gru.gateActivation(), z[units + j]);
        dz[2 * units + j] = dh[j] * (1 - u) * slope(gru.activation(), z[2 * units + j]);
        dhBefore[j] += dh[j] * u;
      }
      for (int j = 0; j < units; j++) {
        double d = dz[2 * units + j];
        double[] rc = r[2 * units + j];
        double reset = squash(gru.gateActivation(), z[j]);
        if (gru.resetAfter()) {
          dReset[j] += d * inner[j];
          db[3 * units + j] += d * reset;
        }
        for (int k = 0; k < units; k++) {
          double resetK = squash(gru.gateActivation(), z[k]);
          if (gru.resetAfter()) {
            dr[2 * units + j][k] += d * reset * hEntering[k];
            dhBefore[k] += d * reset * rc[k] * m[k];
          } else {
            dr[2 * units + j][k] += d * resetK * hEntering[k];
            dhBefore[k] += d * rc[k] * resetK * m[k];
            dReset[k] += d * rc[k] * hEntering[k];
          }
        }
      }
      for (int j = 0; j < units; j++) {
        dz[j] = dReset[j] * slope(gru.gateActivation(), z[j]);
      }
      throughRecurrent(dz, 0, 2 * units, dhBefore);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
