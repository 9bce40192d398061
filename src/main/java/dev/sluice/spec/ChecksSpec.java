package dev.sluice.spec;

import java.util.List;

/** The `checks` section. */
@Doc("Turns off warnings of `check`.")
public record ChecksSpec(
    @Doc(
            "The warnings to ignore. They are not shown, and `--strict` does not turn them into"
                + " errors.")
        @Default("[]")
        @Example("[class_imbalance]")
        List<Check> ignore) {
  public ChecksSpec {
    ignore = List.copyOf(ignore);
  }

  /** The warnings that are not ignored. */
  public List<Warning> kept(List<Warning> warnings) {
    return warnings.stream().filter(warning -> !ignore.contains(warning.check())).toList();
  }
}
