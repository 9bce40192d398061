package dev.sluice.serve;

import dev.sluice.predict.Answers;
import dev.sluice.predict.BatchedPredictor;
import dev.sluice.predict.TextExplanation;
import dev.sluice.problem.UserException;
import dev.sluice.run.CsvTable;
import dev.sluice.source.Table;
import dev.sluice.web.OwnNames;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of a server and their handlers. No thread waits for a body or a client. */
final class Api extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final String MODELS = "/v1/models";
  static final String PREDICT = "predict";
  static final String EXPLAIN = "explain";
  static final String GENERATE = "generate";

  /** These show nothing about a model, and monitoring programs have no token. */
  private static final Set<String> OPEN = Set.of("/", "/healthz", "/readyz");

  private final Limits limits;
  private final Routing routing;
  private final Executor writers; // of texts, which take long
  private final Semaphore places; // of requests that are being answered or waiting
  private final ServerMetrics metrics;
  private final TryOutPage page = new TryOutPage();
  private final Tokens tokens;
  private final OwnNames names;
  private volatile Map<String, ServedModel> models = Map.of(); // by name
  private volatile boolean ready;
  private volatile boolean leaving;

  Api(Limits limits, Tokens tokens, OwnNames names, Routing routing, Executor writers) {
    this.limits = limits;
    this.routing = routing;
    this.writers = writers;
    this.tokens = tokens;
    this.names = names;
    this.places = new Semaphore(limits.requests());
    this.metrics = new ServerMetrics(() -> limits.requests() - places.availablePermits());
  }

  ServerMetrics metrics() {
    return metrics;
  }

  /**
   * From now on these models answer.
   *
   * @throws UserException if the routing names a model that is not there
   */
  void serve(Map<String, ServedModel> loaded) {
    routing.require(loaded.keySet());
    models = Collections.unmodifiableMap(new LinkedHashMap<>(loaded));
    ready = true;
  }

  /**
   * Continues to answer, but reports that it is not ready, and asks clients to close their
   * connections.
   */
  void leave() {
    leaving = true;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, metrics::answered);
    if (leaving) {
      exchange.put(HttpHeader.CONNECTION.asString(), "close");
    }
    try {
      route(exchange);
    } catch (RuntimeException e) {
      fail(exchange, e);
    }
    return true;
  }

  private void route(Exchange exchange) {
    if (!names.include(exchange.host())) {
      throw new Refusal(
          421,
          "host",
          "this server accepts only requests for 127.0.0.1 or localhost: use one of them, or start"
              + " the server with --allow-host and the name in the request");
    }
    boolean open = OPEN.contains(exchange.path());
    if (!open && !tokens.accept(exchange.header(HttpHeader.AUTHORIZATION))) {
      throw new Refusal(401, "token", "send a header Authorization: Bearer TOKEN")
          .with(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer");
    }
    switch (exchange.path()) {
      case "/" -> {
        requireMethod(exchange, "GET");
        page.send(exchange);
      }
      case "/openapi.json" -> {
        requireMethod(exchange, "GET");
        requireReady();
        exchange.json(OpenApi.of(models.values(), limits, tokens.areNeeded()));
      }
      case "/healthz" -> {
        requireMethod(exchange, "GET");
        exchange.json(Map.of("status", "alive"));
      }
      case "/readyz" -> {
        requireMethod(exchange, "GET");
        requireReady();
        if (leaving) {
          throw new Refusal(503, "not_ready", "the server is stopping");
        }
        exchange.json(Map.of("status", "ready"));
      }
      case "/metrics" -> {
        requireMethod(exchange, "GET");
        exchange.send(HttpStatus.OK_200, ServerMetrics.CONTENT_TYPE, metrics.text());
      }
      case MODELS -> {
        requireMethod(exchange, "GET");
        exchange.json(
            Map.of("models", models.values().stream().map(ServedModel::description).toList()));
      }
      default -> routeModel(exchange);
    }
  }

  /** {@code /v1/models/name} and the paths below it. */
  private void routeModel(Exchange exchange) {
    String[] steps =
        exchange.path().startsWith(MODELS + "/")
            ? exchange.path().substring(MODELS.length() + 1).split("/", -1)
            : new String[0];
    String action = steps.length == 2 ? steps[1] : "";
    if (steps.length != 1 && !List.of(PREDICT, EXPLAIN, GENERATE).contains(action)) {
      throw new Refusal(
          404, "path", "there is nothing here: see %s and /openapi.json".formatted(MODELS));
    }
    requireMethod(exchange, steps.length == 2 ? "POST" : "GET");
    requireReady();
    ServedModel model = model(URIUtil.decodePath(steps[0]));
    exchange.answeredBy(model.name());
    switch (action) {
      case PREDICT -> predict(exchange, model.name());
      case EXPLAIN -> explain(exchange, model);
      case GENERATE -> generate(exchange, model);
      default -> {
        Map<String, Object> json = model.description();
        json.put("example", Map.of("rows", Rows.of(model.input())));
        exchange.json(json);
      }
    }
  }

  private static void requireMethod(Exchange exchange, String method) {
    boolean fits =
        exchange.method().equals(method)
            || method.equals("GET") && exchange.method().equals("HEAD");
    if (!fits) {
      throw new Refusal(405, "method", "use " + method)
          .with(HttpHeader.ALLOW.asString(), method.equals("GET") ? "GET, HEAD" : method);
    }
  }

  private void requireReady() {
    if (!ready) {
      throw new Refusal(503, "not_ready", "the models are being loaded")
          .with(HttpHeader.RETRY_AFTER.asString(), "1");
    }
  }

  private ServedModel model(String name) {
    ServedModel model = models.get(name);
    if (model == null) {
      throw new Refusal(
          404,
          "model",
          "there is no such model; models: %s".formatted(String.join(", ", models.keySet())));
    }
    return model;
  }

  /** Looks up the model by name only now: while the body arrives, a newer model may take over. */
  private void predict(Exchange exchange, String name) {
    MediaType given = MediaType.ofBody(exchange.header(HttpHeader.CONTENT_TYPE));
    MediaType wanted = MediaType.ofAnswer(exchange.header(HttpHeader.ACCEPT), given);
    withBody(
        exchange,
        Runnable::run, // a worker takes it from the queue of its model
        body -> {
          ServedModel model = enter(routing.choose(name, ThreadLocalRandom.current().nextDouble()));
          exchange.answeredBy(model.name());
          model.ask(new Prediction(exchange, model, given, wanted, body));
        });
  }

  /** The processing of a body; frees the slot when it is done, unless it fails. */
  @FunctionalInterface
  private interface Work {
    void with(byte[] body);
  }

  private void withBody(Exchange exchange, Executor executor, Work work) {
    String coding = exchange.header(HttpHeader.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw new Refusal(415, "media_type", "the body is compressed: send it uncompressed");
    }
    exchange
        .body(limits)
        .whenComplete(
            (body, failure) -> {
              if (failure != null) {
                fail(exchange, failure);
              } else if (!places.tryAcquire()) {
                exchange.refuse(
                    new Refusal(
                            429,
                            "busy",
                            "%s requests are in progress: try again later"
                                .formatted(limits.requests()))
                        .with(HttpHeader.RETRY_AFTER.asString(), "1"));
              } else {
                executor.execute(() -> work(exchange, work, body));
              }
            });
  }

  private void work(Exchange exchange, Work work, byte[] body) {
    try {
      if (exchange.isLate(limits)) {
        throw new CancellationException();
      }
      work.with(body);
    } catch (RuntimeException | Error e) {
      places.release();
      fail(exchange, e);
    }
  }

  /** The model with a name, which is not closed before the caller leaves it. */
  private ServedModel enter(String name) {
    ServedModel model = model(name);
    while (!model.enter()) {
      model = model(name); // another one has taken over
    }
    return model;
  }

  /** Rows in a body, which are predicted for a client. */
  private final class Prediction implements BatchedPredictor.Request {
    private final Exchange exchange;
    private final ServedModel model;
    private final MediaType given;
    private final MediaType wanted;
    private final byte[] body;

    Prediction(
        Exchange exchange, ServedModel model, MediaType given, MediaType wanted, byte[] body) {
      this.exchange = exchange;
      this.model = model;
      this.given = given;
      this.wanted = wanted;
      this.body = body;
    }

    @Override
    public boolean isOver() {
      return exchange.isLate(limits);
    }

    @Override
    public Table rows() {
      return Api.this.rows(model, given, body);
    }

    @Override
    public void answered(Table rows, Answers<?> answers) {
      leave();
      try {
        metrics.predicted(model.name(), answers, rows.size());
        send(exchange, model, wanted, answers);
        askShadow(model.name(), rows, answers);
      } catch (RuntimeException | Error e) {
        fail(exchange, e);
      }
    }

    @Override
    public void failed(Throwable why) {
      leave();
      fail(exchange, why);
    }

    private void leave() {
      places.release();
      model.leave();
    }
  }

  /** Nobody waits for it: if there is no free slot, it is skipped. */
  private void askShadow(String name, Table rows, Answers<?> answers) {
    Optional<String> shadow = routing.shadow(name);
    if (shadow.isEmpty()) {
      return;
    }
    ServedModel model = enter(shadow.get());
    if (places.tryAcquire()) {
      model.ask(new Comparison(name, model, rows, answers));
    } else {
      model.leave();
    }
  }

  /** The same rows, for another model whose answers are compared. */
  private final class Comparison implements BatchedPredictor.Request {
    private final String name;
    private final ServedModel shadow;
    private final Table rows;
    private final Answers<?> answers;

    Comparison(String name, ServedModel shadow, Table rows, Answers<?> answers) {
      this.name = name;
      this.shadow = shadow;
      this.rows = rows;
      this.answers = answers;
    }

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public Table rows() {
      return rows;
    }

    @Override
    public void answered(Table same, Answers<?> others) {
      leave();
      metrics.compared(
          name, shadow.name(), Differences.of(answers.documents(), others.documents()));
    }

    @Override
    public void failed(Throwable why) {
      leave();
      LOG.warn("the shadow {} failed: {}", shadow.name(), why.getMessage());
    }

    private void leave() {
      places.release();
      shadow.leave();
    }
  }

  private static void requireAction(Exchange exchange, ServedModel model, String action) {
    if (!model.actions().contains(action)) {
      throw new Refusal(
          404,
          "path",
          "the model does not %s: use %s".formatted(action, String.join(", ", model.actions())));
    }
    if (MediaType.ofBody(exchange.header(HttpHeader.CONTENT_TYPE)) != MediaType.JSON) {
      throw new Refusal(415, "media_type", "the body is " + MediaType.JSON);
    }
  }

  private void explain(Exchange exchange, ServedModel asked) {
    requireAction(exchange, asked, EXPLAIN);
    withBody(
        exchange,
        writers,
        body -> {
          ServedModel model = enter(asked.name());
          try {
            int most = Math.min(limits.rows(), Explanations.MOST_ROWS);
            Table rows = new JsonRows(model.input(), most).of(body);
            exchange.json(
                Explanations.json(
                    model.name(),
                    model
                        .explainer()
                        .explain(rows, Optional.empty(), TextExplanation.Method.OCCLUSION)));
          } finally {
            model.leave();
          }
          places.release();
        });
  }

  private void generate(Exchange exchange, ServedModel asked) {
    requireAction(exchange, asked, GENERATE);
    String accept = exchange.header(HttpHeader.ACCEPT);
    boolean events = accept != null && accept.contains(WrittenText.EVENTS);
    withBody(
        exchange,
        writers,
        body -> {
          ServedModel model = enter(asked.name());
          try {
            WrittenText text = new WrittenText(exchange, model, GenerateRequest.of(body), limits);
            if (events) {
              text.sendEvents();
            } else {
              text.send();
            }
          } finally {
            model.leave();
          }
          places.release();
        });
  }

  private Table rows(ServedModel model, MediaType given, byte[] body) {
    return switch (given) {
      case JSON -> new JsonRows(model.input(), limits.rows()).of(body);
      case LINES -> new JsonRows(model.input(), limits.rows()).ofLines(body);
      case CSV -> {
        Table rows = model.csv(body);
        if (rows.size() > limits.rows()) {
          throw new Refusal(
              400,
              "rows_limit",
              "%s rows; the maximum is %s: send them in parts"
                  .formatted(rows.size(), limits.rows()));
        }
        yield rows;
      }
    };
  }

  private static void send(
      Exchange exchange, ServedModel model, MediaType wanted, Answers<?> answers) {
    byte[] body =
        switch (wanted) {
          case JSON -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", model.name());
            json.put("predictions", answers.documents());
            yield JsonForm.bytes(json);
          }
          case LINES -> lines(answers.documents());
          case CSV -> csv(answers);
        };
    exchange.put("Sluice-Model", model.name());
    exchange.send(HttpStatus.OK_200, wanted.toString(), body);
  }

  private static byte[] lines(List<Map<String, Object>> documents) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    documents.forEach(
        document -> {
          lines.writeBytes(JsonForm.bytes(document));
          lines.write('\n');
        });
    return lines.toByteArray();
  }

  private static byte[] csv(Answers<?> answers) {
    StringWriter text = new StringWriter();
    try (CsvTable csv = new CsvTable(text, /* withoutFormulas= */ false)) {
      answers.write(csv);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Clients are told their own mistakes; our errors are only logged, with their stack trace. */
  private void fail(Exchange exchange, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Refusal refusal) {
      exchange.refuse(refusal);
    } else if (cause instanceof UserException mistake) {
      exchange.refuse(Refusal.of(mistake));
    } else if (cause instanceof CancellationException) {
      exchange.refuse(
          new Refusal(
                  503,
                  "late",
                  "no answer within %s: send fewer rows, or try again".formatted(limits.time()))
              .with(HttpHeader.RETRY_AFTER.asString(), "1"));
    } else {
      LOG.error("a request failed", cause);
      exchange.refuse(new Refusal(500, "internal", "the server failed; its log has the reason"));
    }
  }
}
