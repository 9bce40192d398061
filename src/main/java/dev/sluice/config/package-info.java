/**
 * YAML text to spec records and back: positions, all problems of a file at once, suggestions and
 * overrides. Read {@link dev.sluice.config.ConfigReader} first: text becomes {@code Node}s, the
 * overrides change them, and {@code Binder} makes records of them by what {@code Section} and
 * {@code ValueType} say about a record's components. Nothing here knows a key by name but the
 * version.
 */
package dev.sluice.config;
