/**
 * The commands: each shows what a feature does, in terms of the other packages. {@link
 * dev.sluice.cli.Main} describes how failures are handled.
 */
package dev.sluice.cli;
