/** What comes next in a text: a language model. Read {@link dev.sluice.task.next.FittedNext}. */
package dev.sluice.task.next;
