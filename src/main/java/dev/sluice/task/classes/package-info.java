/**
 * One of two or more classes for each example: probabilities, baselines, tables. Read {@link
 * dev.sluice.task.classes.FittedClasses}.
 */
package dev.sluice.task.classes;
