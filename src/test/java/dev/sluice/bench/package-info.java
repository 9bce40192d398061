/**
 * The Java side of {@code bench/}: it writes the workloads that all contenders get, and runs those
 * of the JVM. Read {@link dev.sluice.bench.Workload} first, then {@link
 * dev.sluice.bench.ContenderProgram}; {@code bench/README.md} tells how they are started.
 */
package dev.sluice.bench;
