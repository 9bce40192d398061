package dev.sluice.plugin;

import java.util.List;

/**
 * Registers kinds, both built-in ones and those of plug-ins; found by {@link
 * java.util.ServiceLoader}. A provider is loaded by every command, so it and its records must not
 * touch DL4J.
 */
public interface KindProvider {
  List<Kind<?>> kinds();
}
