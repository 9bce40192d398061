/**
 * What a network predicts: a task for each target. Read {@link dev.sluice.task.FittedTarget}, then
 * {@link dev.sluice.task.classes.FittedClasses}.
 */
package dev.sluice.task;
