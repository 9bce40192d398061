/** Another text, such as a translation. Read {@link dev.sluice.task.text.FittedTextTarget}. */
package dev.sluice.task.text;
