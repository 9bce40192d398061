package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Floats outside the heap: our own, or a view of somebody else's. */
public final class Floats {
  private FloatPointer memory;
  private FloatBuffer buffer;
  private final Object owner; // kept from the garbage collector while this is in use
  private long capacity;

  private Floats(FloatPointer memory, long capacity, Object owner) {
    this.memory = memory;
    this.buffer = capacity == 0 ? FloatBuffer.allocate(0) : memory.asBuffer();
    this.capacity = capacity;
    this.owner = owner;
  }

  /** None yet; {@link #reserve} makes room. */
  public static Floats empty() {
    return new Floats(new FloatPointer((Pointer) null), 0, null);
  }

  /** Room for so many, with anything in it. */
  public static Floats of(long size) {
    Floats floats = empty();
    floats.reserve(size);
    return floats;
  }

  /**
   * A view.
   *
   * @param address of the first float
   * @param owner who frees the memory once nobody refers to it
   */
  public static Floats at(long address, long size, Object owner) {
    return new Floats(
        new Address(address, size), size, Objects.requireNonNull(owner, "owner of the memory"));
  }

  /** Makes room; what stood here is lost if it grows. Nothing ever shrinks but by {@link #free}. */
  void reserve(long size) {
    if (owner != null) {
      throw new IllegalStateException("a view cannot grow");
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a batch needs a buffer of " + size + " floats; the most is " + Integer.MAX_VALUE);
    }
    if (size > capacity) {
      free();
      memory = new FloatPointer(size);
      buffer = memory.asBuffer();
      capacity = size;
    }
  }

  /** Gives our own memory back. */
  void free() {
    memory.close();
    memory = new FloatPointer((Pointer) null);
    buffer = FloatBuffer.allocate(0);
    capacity = 0;
  }

  long address() {
    return memory.address();
  }

  /** The floats from 0 on; its position is not used. */
  public FloatBuffer buffer() {
    return buffer;
  }

  /** A pointer that can be moved without making a new one. */
  static final class Address extends FloatPointer {
    Address() {
      super((Pointer) null);
    }

    private Address(long address, long size) {
      this();
      this.address = address;
      this.limit = size;
      this.capacity = size;
    }

    Address at(Floats floats, long index) {
      address = floats.memory.address() + index * Float.BYTES;
      return this;
    }
  }
}
