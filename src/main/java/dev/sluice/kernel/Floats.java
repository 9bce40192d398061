package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A row of floats: an array on the heap, or a view of memory outside it that somebody else owns.
 */
public final class Floats {
  private final FloatBuffer buffer;
  private final Object owner; // kept from the garbage collector while this is in use

  private Floats(FloatBuffer buffer, Object owner) {
    this.buffer = buffer;
    this.owner = Objects.requireNonNull(owner, "owner of the memory");
  }

  /** This many zeros. */
  public static Floats of(long size) {
    return of(new float[length(size)]);
  }

  /** An array on the heap. */
  public static Floats of(float[] array) {
    return new Floats(FloatBuffer.wrap(array), array);
  }

  /** As the length of an array, if it is not too large. */
  static int length(long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          size + " floats in a row; the most is " + (Integer.MAX_VALUE - 8));
    }
    return (int) size;
  }

  /** This, or new zeros if there are fewer than needed. */
  public Floats atLeast(long size) {
    return buffer.capacity() >= size ? this : of(size);
  }

  /**
   * A view.
   *
   * @param address of the first float
   * @param owner frees the memory once nobody refers to it
   */
  public static Floats at(long address, long size, Object owner) {
    return size == 0 ? of(0) : new Floats(new Address(address, size).asBuffer(), owner);
  }

  /** The floats from 0 on; its position is not used. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /** A pointer to an address that we choose. */
  private static final class Address extends FloatPointer {
    Address(long address, long size) {
      super((Pointer) null);
      this.address = address;
      this.limit = size;
      this.capacity = size;
    }
  }
}
