package dev.sluice.serve;

import dev.sluice.predict.Answers;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/**
 * A server's metrics for Prometheus. Their labels contain names of models, never the content of a
 * request.
 */
final class ServerMetrics {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double[] EXAMPLES = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  private static final String MODEL = "model";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("sluice_requests")
          .help("Answered requests by status.")
          .labelNames(MODEL, "status")
          .register(registry);
  private final Counter refusals =
      Counter.builder()
          .name("sluice_refusals")
          .help("Requests without a prediction, by kind of problem.")
          .labelNames(MODEL, "kind")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("sluice_request_seconds")
          .help("Time from the headers of a request to its answer.")
          .labelNames(MODEL)
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Counter rows =
      Counter.builder()
          .name("sluice_rows")
          .help("Predicted rows.")
          .labelNames(MODEL)
          .register(registry);
  private final Counter predictions =
      Counter.builder()
          .name("sluice_predictions")
          .help("Predictions of each class, label or tag.")
          .labelNames(MODEL, "prediction")
          .register(registry);
  private final Counter tokens =
      Counter.builder()
          .name("sluice_tokens")
          .help("Tokens that the model has read.")
          .labelNames(MODEL)
          .register(registry);
  private final Counter unknownTokens =
      Counter.builder()
          .name("sluice_unknown_tokens")
          .help("Those of the tokens that are not in the vocabulary.")
          .labelNames(MODEL)
          .register(registry);
  private final Histogram batches =
      Histogram.builder()
          .name("sluice_batch_examples")
          .help("Examples that the network computed in one batch.")
          .labelNames(MODEL)
          .classicOnly()
          .classicUpperBounds(EXAMPLES)
          .register(registry);

  private final Counter shadowRows =
      Counter.builder()
          .name("sluice_shadow_rows")
          .help("Answers of a model that were compared with those of its shadow.")
          .labelNames(MODEL, "shadow")
          .register(registry);
  private final Counter shadowOthers =
      Counter.builder()
          .name("sluice_shadow_other_rows")
          .help(
              "Those of the compared answers that differ in more than numbers, such as in the"
                  + " class.")
          .labelNames(MODEL, "shadow")
          .register(registry);
  private final Counter shadowDifference =
      Counter.builder()
          .name("sluice_shadow_difference")
          .help("The sum of the absolute differences of all numbers in the other compared answers.")
          .labelNames(MODEL, "shadow")
          .register(registry);

  /**
   * @param inside requests that are being answered or waiting
   */
  ServerMetrics(IntSupplier inside) {
    GaugeWithCallback.builder()
        .name("sluice_requests_inside")
        .help("Requests in progress or waiting.")
        .callback(callback -> callback.call(inside.getAsInt()))
        .register(registry);
  }

  void answered(Exchange exchange, int status) {
    requests.labelValues(exchange.model(), Integer.toString(status)).inc();
    if (!exchange.model().isEmpty()) {
      seconds.labelValues(exchange.model()).observe(exchange.seconds());
    }
    if (!exchange.kind().isEmpty()) {
      refusals.labelValues(exchange.model(), exchange.kind()).inc();
    }
  }

  void predicted(String model, Answers<?> answers, int count) {
    rows.labelValues(model).inc(count);
    answers.counts().forEach((prediction, n) -> predictions.labelValues(model, prediction).inc(n));
    if (answers.tokens() > 0) {
      tokens.labelValues(model).inc(answers.tokens());
      unknownTokens.labelValues(model).inc(answers.unknownTokens());
    }
  }

  void computed(String model, int examples) {
    batches.labelValues(model).observe(examples);
  }

  void compared(String model, String shadow, Differences found) {
    shadowRows.labelValues(model, shadow).inc(found.rows());
    shadowOthers.labelValues(model, shadow).inc(found.others());
    shadowDifference.labelValues(model, shadow).inc(found.sum());
  }

  byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }
}
