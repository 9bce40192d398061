/**
 * Models for programs without Sluice. Read {@link dev.sluice.export.OnnxExport}, then {@link
 * dev.sluice.export.LayerTable}.
 */
package dev.sluice.export;
