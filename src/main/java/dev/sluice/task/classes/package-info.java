/**
 * One of two or more classes for each text: probabilities, baselines, tables. Read {@link
 * dev.sluice.task.classes.ClassTask}.
 */
package dev.sluice.task.classes;
