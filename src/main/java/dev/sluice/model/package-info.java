/**
 * A model on disk: a folder of plain files that tests itself when it is read. Read {@link
 * dev.sluice.model.Bundle}.
 */
package dev.sluice.model;
