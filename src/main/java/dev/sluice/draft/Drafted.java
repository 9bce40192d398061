package dev.sluice.draft;

import java.util.Optional;

/**
 * A first config.
 *
 * @param config its text, with comments
 * @param note what the user should know of it besides
 */
public record Drafted(String config, Optional<String> note) {}
