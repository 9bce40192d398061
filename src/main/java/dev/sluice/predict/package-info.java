/**
 * From rows to predictions: with a network just trained, or with a model that was saved. Read
 * {@link dev.sluice.predict.Predictor} to use a model, {@link dev.sluice.predict.Generator} to
 * write texts with one, {@link dev.sluice.predict.Explainer} to explain its answers, {@link
 * dev.sluice.predict.Outcomes} for how outputs of a network become classes and forecasts.
 */
package dev.sluice.predict;
