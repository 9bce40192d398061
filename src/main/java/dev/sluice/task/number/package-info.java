/**
 * One or several numbers for each example: labels in scaled units, answers in original ones. Read
 * {@link dev.sluice.task.number.FittedNumbers}.
 */
package dev.sluice.task.number;
