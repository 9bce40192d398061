/**
 * Programs that follow a run: MLflow, TensorBoard, those of plug-ins. They read the run folder and
 * are told about its epochs, on their own threads. Read {@link dev.sluice.track.Tracking}.
 */
package dev.sluice.track;
