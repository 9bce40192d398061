package dev.sluice.task;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.TargetSpec;

/** The tasks on the class path. */
public final class Tasks {
  private static final Factories<Task<?>> TASKS = Factories.of(Task.class);

  private Tasks() {}

  /** The task of a target. */
  public static Task<?> of(TargetSpec target) {
    return TASKS.forSpec(target);
  }
}
