/**
 * What comes out of a network: a task for each target. Read {@link dev.sluice.task.Task}, then
 * {@link dev.sluice.task.classes.ClassTask}.
 */
package dev.sluice.task;
