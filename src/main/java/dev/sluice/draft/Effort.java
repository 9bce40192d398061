package dev.sluice.draft;

import java.util.Optional;

/** How much time the training of a drafted config may take. */
public enum Effort {
  /** Seconds to a minute: enough to see that data and config fit together. */
  FAST("fast"),
  /** The usual one, which pays off for most data. */
  USUAL(null),
  /** The best scores on validation parts, in several times the usual time. */
  BEST("best");

  private final String option;

  Effort(String option) {
    this.option = option;
  }

  /** The name by which a user asks for it; empty for the default. */
  Optional<String> option() {
    return Optional.ofNullable(option);
  }
}
