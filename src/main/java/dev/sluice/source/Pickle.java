package dev.sluice.source;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a pickled NumPy array of lists, numbers and texts, the form in which NumPy writes an array
 * of objects. A pickle is a program that may call any Python function; here it may only build lists
 * and arrays, and any other call is refused by name. Protocols 2 to 5, see
 * https://github.com/python/cpython/blob/main/Lib/pickletools.py.
 */
final class Pickle {
  /** Why a pickle cannot be read. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String what) {
      super(what);
    }
  }

  private static final Object NONE = new Object();

  private static final Object MARK = new Object();

  /** A Python function or class. */
  private enum Name {
    RECONSTRUCT,
    SCALAR,
    FROM_BUFFER,
    NDARRAY,
    DTYPE,
    ENCODE
  }

  private record Tuple(List<Object> items) {}

  private static final class Type {
    private final String descr;
    private String order = "";

    Type(String descr) {
      this.descr = descr;
    }

    NpyType npy() throws Refused {
      return NpyType.of(order + descr)
          .orElseThrow(() -> new Refused("has arrays of type '" + descr + "'"));
    }
  }

  private static final class Array {
    private List<Object> items; // null before it is built
    private int dimensions;
  }

  private static final int GAP = 1024; // Python numbers its memo from 0 or 1 on

  private final byte[] bytes;
  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final List<Object> memo = new ArrayList<>();
  private long decoded; // bytes of arrays and numbers of NumPy

  private Pickle(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The items of the array, for {@link #text}. */
  static List<Object> items(byte[] pickled) throws Refused {
    Object all = new Pickle(pickled).run();
    if (all instanceof Array array && array.items != null && array.dimensions == 1) {
      return array.items;
    }
    throw new Refused("has no array of one dimension");
  }

  private static Refused damaged() {
    return new Refused("is damaged or cut short");
  }

  private Object run() throws Refused {
    while (true) {
      int op = unsigned(1);
      switch (op) {
        case 0x80 -> unsigned(1); // PROTO
        case 0x95 -> take(8); // FRAME
        case '.' -> { // STOP
          return pop();
        }
        case '(' -> stack.add(MARK);
        case ']' -> stack.add(new ArrayList<>());
        case 'l' -> stack.add(marked());
        case 'a' -> { // APPEND
          Object item = pop();
          list(peek()).add(item);
        }
        case 'e' -> { // APPENDS
          List<Object> items = marked();
          list(peek()).addAll(items);
        }
        case ')' -> stack.add(new Tuple(List.of()));
        case 't' -> stack.add(new Tuple(marked()));
        case 0x85, 0x86, 0x87 -> tuple(op - 0x84);
        case 'N' -> stack.add(NONE);
        case 0x88 -> stack.add(true);
        case 0x89 -> stack.add(false);
        case 'J' ->
            stack.add((long) ByteBuffer.wrap(take(4)).order(ByteOrder.LITTLE_ENDIAN).getInt());
        case 'K' -> stack.add((long) unsigned(1));
        case 'M' -> stack.add((long) unsigned(2));
        case 0x8a -> stack.add(whole(take(unsigned(1)))); // LONG1
        case 'G' -> stack.add(ByteBuffer.wrap(take(8)).getDouble()); // BINFLOAT, big-endian
        case 'U', 'C' -> stack.add(take(unsigned(1)));
        case 'T', 'B' -> stack.add(take(unsigned(4)));
        case 0x8e, 0x96 -> stack.add(take(size8())); // BINBYTES8, BYTEARRAY8
        case 0x8c -> stack.add(text(take(unsigned(1)))); // SHORT_BINUNICODE
        case 'X' -> stack.add(text(take(unsigned(4)))); // BINUNICODE
        case 0x8d -> stack.add(text(take(size8()))); // BINUNICODE8
        case 'c' -> {
          String module = line();
          stack.add(name(module, line()));
        }
        case 0x93 -> { // STACK_GLOBAL
          Object name = pop();
          Object module = pop();
          if (!(name instanceof String) || !(module instanceof String)) {
            throw damaged();
          }
          stack.add(name((String) module, (String) name));
        }
        case 'R' -> reduce();
        case 'b' -> build();
        case 'q' -> put(unsigned(1));
        case 'r' -> put(unsigned(4));
        case 0x94 -> put(memo.size()); // MEMOIZE
        case 'h' -> get(unsigned(1));
        case 'j' -> get(unsigned(4));
        default ->
            throw new Refused(
                "has Python objects that are neither lists, numbers nor text (pickle opcode 0x%02x)"
                    .formatted(op));
      }
    }
  }

  // Bytes

  private byte[] take(int count) throws Refused {
    if (count < 0 || count > in.remaining()) {
      throw damaged();
    }
    byte[] taken = Arrays.copyOfRange(bytes, in.position(), in.position() + count);
    in.position(in.position() + count);
    return taken;
  }

  /** A number of 1, 2 or 4 bytes; negative, which nothing accepts, if it is too large. */
  private int unsigned(int count) throws Refused {
    if (count > in.remaining()) {
      throw damaged();
    }
    return switch (count) {
      case 1 -> in.get() & 0xff;
      case 2 -> in.getShort() & 0xffff;
      default -> in.getInt();
    };
  }

  private int size8() throws Refused {
    long size = ByteBuffer.wrap(take(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return size < 0 || size > Integer.MAX_VALUE ? -1 : (int) size;
  }

  private String line() throws Refused {
    int end = in.position();
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String line = text(take(end - in.position()));
    take(1);
    return line;
  }

  private static Object whole(byte[] littleEndian) {
    byte[] bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    return bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
  }

  private static String text(byte[] utf8) throws Refused {
    try {
      return NpyType.utf8(utf8);
    } catch (CharacterCodingException e) {
      throw new Refused("has text that is not UTF-8");
    }
  }

  // Stack and memo

  private Object peek() throws Refused {
    if (stack.isEmpty()) {
      throw damaged();
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws Refused {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** The items above the topmost mark. */
  private List<Object> marked() throws Refused {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw damaged();
    }
    List<Object> above = stack.subList(mark + 1, stack.size());
    List<Object> items = new ArrayList<>(above);
    stack.subList(mark, stack.size()).clear();
    return items;
  }

  private void tuple(int count) throws Refused {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    stack.add(new Tuple(List.of(items)));
  }

  private void put(int index) throws Refused {
    if (index < 0 || index > memo.size() + GAP) {
      throw damaged();
    }
    while (memo.size() <= index) {
      memo.add(null);
    }
    memo.set(index, peek());
  }

  private void get(int index) throws Refused {
    if (index < 0 || index >= memo.size() || memo.get(index) == null) {
      throw damaged();
    }
    stack.add(memo.get(index));
  }

  @SuppressWarnings("unchecked") // only lists of objects are built here
  private static List<Object> list(Object value) throws Refused {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw damaged();
  }

  private static Tuple arguments(Object value, int least) throws Refused {
    if (value instanceof Tuple tuple && tuple.items().size() >= least) {
      return tuple;
    }
    throw damaged();
  }

  // Functions

  private static Name name(String module, String name) throws Refused {
    if (Set.of("numpy.core.multiarray", "numpy._core.multiarray").contains(module)) {
      if (name.equals("_reconstruct")) {
        return Name.RECONSTRUCT;
      }
      if (name.equals("scalar")) {
        return Name.SCALAR;
      }
    }
    if (Set.of("numpy.core.numeric", "numpy._core.numeric").contains(module)
        && name.equals("_frombuffer")) {
      return Name.FROM_BUFFER;
    }
    if (module.equals("numpy") && Set.of("ndarray", "dtype").contains(name)) {
      return Name.valueOf(name.toUpperCase(Locale.ROOT));
    }
    if (module.equals("_codecs") && name.equals("encode")) {
      return Name.ENCODE;
    }
    throw new Refused("has Python code, which Sluice never runs: %s.%s".formatted(module, name));
  }

  private void reduce() throws Refused {
    Object given = pop();
    Object function = pop();
    List<Object> arguments = arguments(given, 1).items();
    if (function == Name.RECONSTRUCT && arguments.get(0) == Name.NDARRAY) {
      stack.add(new Array());
    } else if (function == Name.DTYPE && arguments.get(0) instanceof String descr) {
      stack.add(new Type(descr));
    } else if (function == Name.DTYPE && arguments.get(0) instanceof byte[] descr) {
      stack.add(new Type(text(descr))); // of Python 2
    } else if (function == Name.SCALAR
        && arguments.size() == 2
        && arguments.get(0) instanceof Type type
        && arguments.get(1) instanceof byte[] item
        && item.length == type.npy().size()) {
      stack.add(items(type.npy(), item).get(0));
    } else if (function == Name.FROM_BUFFER
        && arguments.size() >= 3
        && arguments.get(0) instanceof byte[] data
        && arguments.get(1) instanceof Type type) {
      Array array = new Array();
      array.items = items(type.npy(), data);
      array.dimensions = arguments(arguments.get(2), 0).items().size();
      stack.add(array);
    } else if (function == Name.ENCODE && arguments.get(0) instanceof String latin1) {
      stack.add(latin1.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      throw damaged();
    }
  }

  private void build() throws Refused {
    Object given = pop();
    Object built = peek();
    if (built instanceof Type type) {
      Object order = arguments(given, 2).items().get(1);
      type.order = order instanceof byte[] of2 ? text(of2) : String.valueOf(order);
    } else if (built instanceof Array array) {
      List<Object> state = arguments(given, 5).items(); // version, shape, type, fortran, items
      List<Object> shape = arguments(state.get(1), 0).items();
      if (!(state.get(2) instanceof Type type)) {
        throw damaged();
      }
      NpyType npy = type.npy();
      array.dimensions = shape.size();
      if (npy.isObject()) {
        array.items = list(state.get(4));
      } else if (state.get(4) instanceof byte[] data) {
        array.items = items(npy, data);
      } else {
        throw damaged();
      }
    } else {
      throw new Refused("has Python objects that are neither lists, numbers nor text");
    }
  }

  private List<Object> items(NpyType type, byte[] data) throws Refused {
    decoded += data.length;
    if (type.isObject() || data.length % type.size() != 0) {
      throw damaged();
    }
    if (decoded > bytes.length) {
      throw new Refused("has the same data many times over");
    }
    List<Object> items = new ArrayList<>();
    try {
      for (int at = 0; at < data.length; at += type.size()) {
        items.add(type.text(Arrays.copyOfRange(data, at, at + type.size())));
      }
    } catch (CharacterCodingException e) {
      throw new Refused("has text that is not Unicode");
    }
    return items;
  }

  /**
   * An item of the array as text, the items of a list separated by spaces.
   *
   * @param most characters; a few more may be returned
   */
  static String text(Object item, int most) throws Refused {
    List<Object> items =
        item instanceof Array array
            ? array.items
            : item instanceof Tuple tuple
                ? tuple.items()
                : item instanceof List<?> ? list(item) : null;
    if (items == null) {
      return single(item);
    }
    if (item instanceof Array array && array.dimensions > 1) {
      throw new Refused("has arrays of %s dimensions".formatted(array.dimensions));
    }
    StringBuilder text = new StringBuilder();
    for (Object one : items) {
      if (one == NONE) {
        throw new Refused("has a list with None in it");
      }
      if (one instanceof List<?> || one instanceof Tuple || one instanceof Array) {
        throw new Refused("has a list of lists");
      }
      String word = single(one);
      if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
        throw new Refused(
            "has a list of texts that cannot be joined by spaces: "
                + (word.isEmpty() ? "one is empty" : "one has white space in it"));
      }
      text.append(text.isEmpty() ? "" : " ").append(word);
      if (text.length() > most) {
        break;
      }
    }
    return text.toString();
  }

  private static String single(Object item) throws Refused {
    if (item instanceof byte[] text) {
      return text(text);
    }
    if (item instanceof Boolean flag) {
      return flag ? "1" : "0";
    }
    if (item instanceof String || item instanceof Number) {
      return item.toString();
    }
    if (item == NONE) {
      return "";
    }
    throw new Refused("has Python objects that are neither lists, numbers nor text");
  }
}
