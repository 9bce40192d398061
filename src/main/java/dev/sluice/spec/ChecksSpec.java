package dev.sluice.spec;

import java.util.List;

/** The `checks` section. */
@Doc("Which warnings of `check` are not wanted.")
public record ChecksSpec(
    @Doc("Warnings that are not shown and that `--strict` lets pass.")
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
