/**
 * The commands, which tell the whole story in terms of the other packages. {@link
 * dev.sluice.cli.Main} says what happens to failures.
 */
package dev.sluice.cli;
