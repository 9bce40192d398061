/**
 * The folder that a run leaves: where each file lies, how it is written so that it is whole or not
 * there, and how it is read back. Read {@link dev.sluice.run.RunFolder}.
 */
package dev.sluice.run;
