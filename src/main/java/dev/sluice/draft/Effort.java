package dev.sluice.draft;

import java.util.Optional;

/** How much time the training of a drafted config may take. */
public enum Effort {
  /** Seconds to a minute: to see that data and config fit. */
  FAST("fast"),
  /** What is worth its time on most data. */
  USUAL(null),
  /** What scores best on validation parts, in several times the usual time. */
  BEST("best");

  private final String option;

  Effort(String option) {
    this.option = option;
  }

  /** The name by which a user asks for it; empty for what is written unasked. */
  Optional<String> option() {
    return Optional.ofNullable(option);
  }
}
