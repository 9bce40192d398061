package dev.sluice.plugin;

/**
 * Makes what a record of the config describes: a source, a tokenizer, a layer. Named in {@code
 * META-INF/services}, it is found by {@link Factories}.
 *
 * @param <S> the record
 */
public interface Factory<S> {
  /** The record. */
  Class<S> spec();
}
