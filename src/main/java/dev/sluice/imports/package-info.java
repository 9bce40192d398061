/**
 * Models of other programs are converted to ours: a file is read as numbers and text, its layers
 * are translated one by one, and the result is compared with the outputs of the other program. Read
 * {@link dev.sluice.imports.ModelImport} first, then {@link dev.sluice.imports.KerasLayers}.
 */
package dev.sluice.imports;
