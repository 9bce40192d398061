package dev.sluice.draft;

import java.util.Optional;

/**
 * A drafted config.
 *
 * @param config its text, with comments
 * @param note what else the user should know about it
 */
public record Drafted(String config, Optional<String> note) {}
