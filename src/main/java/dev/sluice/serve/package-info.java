/**
 * Models behind HTTP: rows as JSON or CSV in, predictions out. Read {@link
 * dev.sluice.serve.ModelServer}, then {@link dev.sluice.serve.Api}, which has the paths.
 */
package dev.sluice.serve;
