package dev.sluice.spec;

import java.util.List;

/**
 * Values that are each allowed but contradict each other, or a value that no annotation can refuse.
 * Thrown by the compact constructors of this package; the binder adds file, line and column.
 */
public final class InvalidSpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * One error.
   *
   * @param key the wrong key relative to the record, such as {@code padding} or {@code
   *     network[3].units}; empty for the record as a whole
   * @param what what is wrong, without a full stop
   * @param advice what to do about it, or empty
   */
  public record Fault(String key, String what, String advice) {
    /** The same for a record that contains this one at a key. */
    Fault below(String path) {
      return new Fault(path + "." + key, what, advice);
    }
  }

  private final transient List<Fault> faults;

  public InvalidSpecException(List<Fault> faults) {
    super(
        faults.stream()
            .map(f -> f.key().isEmpty() ? f.what() : f.key() + ": " + f.what())
            .toList()
            .toString());
    this.faults = List.copyOf(faults);
  }

  public InvalidSpecException(String key, String what, String advice) {
    this(List.of(new Fault(key, what, advice)));
  }

  public List<Fault> faults() {
    return faults;
  }
}
