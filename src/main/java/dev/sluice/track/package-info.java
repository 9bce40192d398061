/**
 * Programs that follow a run: MLflow, TensorBoard, those of plug-ins. They read the run folder and
 * are told its epochs, on threads of their own. Read {@link dev.sluice.track.Tracking}.
 */
package dev.sluice.track;
