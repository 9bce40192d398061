/**
 * A page on this machine that follows a training while it goes on. {@link
 * dev.sluice.watch.TrainingState} is told by the thread that trains, {@link
 * dev.sluice.watch.WatchServer} tells the pages; begin with the second.
 */
package dev.sluice.watch;
