/**
 * From predictions, as plain arrays, to metrics, baselines and a sentence that says whether the
 * model has skill. Each definition is given once, in {@link dev.sluice.evaluate.ClassMetrics} and
 * {@link dev.sluice.evaluate.ForecastMetrics}.
 *
 * <p>Read {@link dev.sluice.evaluate.EvaluationPlan} first (what a config asks for), then {@link
 * dev.sluice.evaluate.Evaluation} (the result). A plug-in adds a metric in the same way as the
 * built-in ones: a record of {@link dev.sluice.spec.MetricSpec} registered as a kind, and a {@link
 * dev.sluice.evaluate.MetricFactory}.
 */
package dev.sluice.evaluate;
