/**
 * What is wrong with the user's input: where, what, and what to do about it. Every other package
 * may throw a {@link dev.sluice.problem.UserException}; start with {@link
 * dev.sluice.problem.Problem}.
 */
package dev.sluice.problem;
