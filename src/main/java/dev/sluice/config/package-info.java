/**
 * YAML text to spec records and back: positions, all problems of a file at once, suggestions and
 * overrides. Read {@link dev.sluice.config.ConfigReader} first: text becomes {@code Node}s, the
 * overrides change them, and {@code Binder} turns them into records, using what {@code Section} and
 * {@code ValueType} know about a record's components. The only key that is known here by name is
 * the version.
 */
package dev.sluice.config;
