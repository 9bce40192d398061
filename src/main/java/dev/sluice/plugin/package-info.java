/**
 * The extension points of Sluice: how built-in parts and those of plug-ins are found. Read {@link
 * dev.sluice.plugin.Kinds} for what a user may write, then docs/plug-ins.md.
 */
package dev.sluice.plugin;
