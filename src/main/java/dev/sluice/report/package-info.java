/**
 * What a person looks at after a run: one page, made from the files of the run folder alone. Read
 * {@link dev.sluice.report.HtmlReport}, which lists the sections in their order.
 */
package dev.sluice.report;
