/**
 * What a user may write: one record per map of the YAML file, with its documentation, defaults and
 * ranges as annotations, and nothing that runs. Read {@link dev.sluice.spec.Config} first, then
 * {@link dev.sluice.plugin.Kind} for how a choice such as {@code lstm} finds its record.
 *
 * <p>Conventions that the binder, the schema and the reference all follow:
 *
 * <ul>
 *   <li>A component {@code batchSize} is the key {@code batch_size}.
 *   <li>A component is optional when it is an {@link java.util.Optional} (left out: empty) or
 *       carries {@link dev.sluice.spec.Default}; every other one is required.
 *   <li>Component types: {@code boolean}, {@code int}, {@code long}, {@code double}, {@code
 *       String}, {@link java.nio.file.Path} (relative to the file that names it), an enum (its
 *       constants in lower case are the words), {@code List}, {@code Map<String, ..>}, another
 *       record (a map), or an interface, which is a choice: a map of one key.
 *   <li>What one record can check by itself it checks in its compact constructor, by {@link
 *       dev.sluice.spec.InvalidSpecException}, naming the key at fault.
 * </ul>
 */
package dev.sluice.spec;
