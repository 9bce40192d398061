package dev.sluice.export;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers of any type that a graph has, in double precision.
 *
 * @param values row-major; 1 and 0 for true and false
 * @param shape the length of each axis
 */
record Tensor(double[] values, int... shape) {
  Tensor {
    if (values.length != count(shape)) {
      throw new IllegalArgumentException(
          "%s numbers of shape %s".formatted(values.length, Arrays.toString(shape)));
    }
  }

  static Tensor of(float[] values, int... shape) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return new Tensor(wide, shape);
  }

  static int count(int... shape) {
    return IntStream.of(shape).reduce(1, Math::multiplyExact);
  }

  int rank() {
    return shape.length;
  }

  /** The length of an axis, which may be negative to count from the end. */
  int length(int axis) {
    return shape[axis(axis)];
  }

  int axis(int axis) {
    return axis < 0 ? axis + shape.length : axis;
  }

  /** The number of values in all axes before one. */
  int outer(int axis) {
    return count(Arrays.copyOf(shape, axis(axis)));
  }

  /** The number of values in all axes after one. */
  int inner(int axis) {
    return count(Arrays.copyOfRange(shape, axis(axis) + 1, shape.length));
  }

  int[] integers() {
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  Tensor shaped(int... other) {
    return new Tensor(values, other);
  }

  /** The shape with another length for one axis. */
  int[] with(int axis, int length) {
    int[] other = shape.clone();
    other[axis(axis)] = length;
    return other;
  }

  /** The strides of each axis when broadcast to a shape: 0 if its length is one. */
  int[] strides(int[] to) {
    int[] strides = new int[to.length];
    int stride = 1;
    for (int i = shape.length - 1, at = to.length - 1; i >= 0; i--, at--) {
      strides[at] = shape[i] == 1 ? 0 : stride;
      stride *= shape[i];
    }
    return strides;
  }

  /** The shape to which several tensors are broadcast. */
  static int[] together(Tensor... tensors) {
    int rank = Arrays.stream(tensors).mapToInt(Tensor::rank).max().orElse(0);
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    for (Tensor tensor : tensors) {
      for (int i = 0; i < tensor.rank(); i++) {
        int at = rank - tensor.rank() + i;
        int length = tensor.shape[i];
        if (length != 1 && shape[at] != 1 && shape[at] != length) {
          throw new IllegalArgumentException(
              "%s and %s do not broadcast"
                  .formatted(Arrays.toString(shape), Arrays.toString(tensor.shape)));
        }
        shape[at] = length == 1 ? shape[at] : length;
      }
    }
    return shape;
  }

  /** The values broadcast to a shape. */
  Tensor broadcast(int... to) {
    if (Arrays.equals(shape, to)) {
      return this;
    }
    return at(to, strides(to), 0);
  }

  /** The values for any strides. */
  Tensor at(int[] of, int[] strides, int from) {
    double[] out = new double[count(of)];
    int[] index = new int[of.length];
    int at = from;
    for (int i = 0; i < out.length; i++) {
      out[i] = values[at];
      for (int axis = of.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < of[axis]) {
          break;
        }
        at -= strides[axis] * of[axis];
        index[axis] = 0;
      }
    }
    return new Tensor(out, of);
  }
}
