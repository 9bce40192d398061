/**
 * A tag for each token of a sequence: parts of speech, or names as spans. Read {@link
 * dev.sluice.task.tags.FittedTags}.
 */
package dev.sluice.task.tags;
