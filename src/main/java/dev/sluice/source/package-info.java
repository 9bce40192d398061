/**
 * Where rows come from: text files, each row with its line. Read {@link dev.sluice.source.Source},
 * then {@link dev.sluice.source.Table}.
 */
package dev.sluice.source;
