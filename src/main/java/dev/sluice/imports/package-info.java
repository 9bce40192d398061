/**
 * Models of other programs become models of ours: a file is read as numbers and text, its layers
 * are translated one by one, and what comes out is compared with what the other program gave. Read
 * {@link dev.sluice.imports.ModelImport} first, then {@link dev.sluice.imports.KerasLayers}.
 */
package dev.sluice.imports;
