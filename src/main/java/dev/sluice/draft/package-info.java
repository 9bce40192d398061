/**
 * A first config, inferred from a file of data: what each column holds, which task follows, and the
 * reason for every value as a comment. Read {@link dev.sluice.draft.Draft} first. What cannot be
 * known is asked, never guessed.
 */
package dev.sluice.draft;
