/**
 * The folder that a run leaves: where each file is, how it is written so that it is complete or
 * absent, and how it is read back. Read {@link dev.sluice.run.RunFolder}.
 */
package dev.sluice.run;
