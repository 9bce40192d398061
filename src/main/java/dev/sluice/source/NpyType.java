package dev.sluice.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a NumPy array's items.
 *
 * @param kind b for booleans, i and u for whole numbers, f for floats, U for text, S for bytes of
 *     text, O for Python objects
 * @param size bytes of an item
 */
record NpyType(char kind, int size, ByteOrder order) {
  private static final Pattern FORM = Pattern.compile("([<>|=]?)([biufUSO])(\\d{0,9})");
  private static final int OBJECT = 8; // bytes of a pointer; "O" has no size

  /**
   * The type that NumPy writes in this way, such as {@code <i8}, if it is one of numbers, text or
   * objects.
   */
  static Optional<NpyType> of(String descr) {
    Matcher form = FORM.matcher(descr);
    if (!form.matches()) {
      return Optional.empty();
    }
    char kind = form.group(2).charAt(0);
    long number = form.group(3).isEmpty() ? OBJECT : Long.parseLong(form.group(3));
    long size = kind == 'U' ? 4 * number : number; // UTF-32
    boolean known =
        switch (kind) {
          case 'b' -> size == 1;
          case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
          case 'f' -> size == 2 || size == 4 || size == 8;
          default -> size > 0 && size <= Integer.MAX_VALUE;
        };
    return known
        ? Optional.of(
            new NpyType(
                kind,
                (int) size,
                form.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN))
        : Optional.empty();
  }

  boolean isObject() {
    return kind == 'O';
  }

  /**
   * An item as text.
   *
   * @param item {@link #size} bytes
   * @throws CharacterCodingException if it is text with invalid characters
   */
  String text(byte[] item) throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.wrap(item).order(order);
    return switch (kind) {
      case 'b' -> item[0] == 0 ? "0" : "1";
      case 'i' ->
          Long.toString(
              switch (size) {
                case 1 -> bytes.get();
                case 2 -> bytes.getShort();
                case 4 -> bytes.getInt();
                default -> bytes.getLong();
              });
      case 'u' ->
          Long.toUnsignedString(
              switch (size) {
                case 1 -> bytes.get() & 0xffL;
                case 2 -> bytes.getShort() & 0xffffL;
                case 4 -> bytes.getInt() & 0xffffffffL;
                default -> bytes.getLong();
              });
      case 'f' ->
          switch (size) {
            case 2 -> Float.toString(half(bytes.getShort()));
            case 4 -> Float.toString(bytes.getFloat());
            default -> Double.toString(bytes.getDouble());
          };
      case 'U' -> codePoints(bytes);
      case 'S' -> utf8(Arrays.copyOf(item, end(item)));
      default -> throw new IllegalStateException("objects are pickled");
    };
  }

  static String utf8(byte[] bytes) throws CharacterCodingException {
    CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    return text.toString();
  }

  /** Items are padded with zeros. */
  private static int end(byte[] item) {
    int end = item.length;
    while (end > 0 && item[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private String codePoints(ByteBuffer bytes) throws CharacterCodingException {
    StringBuilder text = new StringBuilder();
    int zeros = 0; // not written yet
    while (bytes.hasRemaining()) {
      int point = bytes.getInt();
      if (point == 0) {
        zeros++;
        continue;
      }
      if (!Character.isValidCodePoint(point) || (point >= 0xd800 && point < 0xe000)) {
        throw new CharacterCodingException();
      }
      text.append("\0".repeat(zeros)).appendCodePoint(point);
      zeros = 0;
    }
    return text.toString();
  }

  /** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    float fraction = bits & 0x3ff;
    float size =
        exponent == 0
            ? Math.scalb(fraction, -24)
            : exponent == 0x1f
                ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                : Math.scalb(fraction + 0x400, exponent - 25);
    return bits < 0 ? -size : size;
  }
}
