package dev.sluice.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that keeps what it is told, as far as MLflow's own would take it. */
public final class FakeMlflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is wrong with the server. */
  public enum Fault {
    NONE,
    ERROR_500,
    GARBAGE,
    SILENCE,
    FORBIDDEN,
    REDIRECT
  }

  /**
   * A point of a curve.
   *
   * @param time in milliseconds since 1970
   */
  public record Point(long step, double value, long time) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Fault fault = Fault.NONE;

  final Map<String, String> parameters = new LinkedHashMap<>();
  final Map<String, String> tags = new LinkedHashMap<>();
  final Map<String, List<Point>> curves = new LinkedHashMap<>();
  final Map<String, byte[]> files = new LinkedHashMap<>();
  final List<String> statuses = new ArrayList<>();
  final List<String> experiments = new ArrayList<>();
  final List<String> authorizations = new ArrayList<>();
  final List<String> runNames = new ArrayList<>();
  final List<Integer> batches = new ArrayList<>(); // entities of each log-batch

  public FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void fail(Fault how) {
    fault = how;
  }

  public synchronized Map<String, List<Point>> curves() {
    return new LinkedHashMap<>(curves);
  }

  public synchronized Map<String, String> parameters() {
    return new LinkedHashMap<>(parameters);
  }

  public synchronized Map<String, String> tags() {
    return new LinkedHashMap<>(tags);
  }

  public synchronized List<String> statuses() {
    return new ArrayList<>(statuses);
  }

  public synchronized List<String> runNames() {
    return new ArrayList<>(runNames);
  }

  public synchronized Map<String, byte[]> files() {
    return new LinkedHashMap<>(files);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      switch (fault) {
        case ERROR_500 -> send(exchange, 500, "<html>broken\u001b[31m</html>");
        case GARBAGE -> send(exchange, 200, "<html>welcome</html>");
        case FORBIDDEN -> send(exchange, 403, "Permission denied");
        case REDIRECT -> {
          exchange.getResponseHeaders().add("Location", "https://example.org/");
          send(exchange, 302, "");
        }
        case SILENCE -> Thread.sleep(60_000);
        default -> answer(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private synchronized void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String artifacts = "/api/2.0/mlflow-artifacts/artifacts/";
    if (path.startsWith(artifacts)) {
      files.put(path.substring(artifacts.length()), body);
      send(exchange, 200, "{}");
      return;
    }
    JsonNode asked = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    switch (path.replace("/api/2.0/mlflow/", "")) {
      case "experiments/get-by-name" -> experiment(exchange);
      case "experiments/create" -> {
        experiments.add(asked.path("name").asText());
        send(exchange, 200, "{\"experiment_id\": \"" + experiments.size() + "\"}");
      }
      case "runs/create" -> {
        runNames.add(asked.path("run_name").asText());
        asked.path("tags").forEach(t -> tags.put(t.path("key").asText(), t.path("value").asText()));
        send(exchange, 200, run(asked.path("experiment_id").asText()));
      }
      case "runs/get" -> {
        if (runNames.isEmpty()) {
          send(exchange, 404, error("RESOURCE_DOES_NOT_EXIST"));
        } else {
          send(exchange, 200, run("1"));
        }
      }
      case "runs/log-batch" -> log(exchange, asked);
      case "runs/update" -> {
        statuses.add(asked.path("status").asText());
        send(exchange, 200, "{}");
      }
      default -> send(exchange, 404, error("ENDPOINT_NOT_FOUND"));
    }
  }

  private void experiment(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    int index = experiments.indexOf(query.replace("experiment_name=", ""));
    if (index < 0) {
      send(exchange, 404, error("RESOURCE_DOES_NOT_EXIST"));
    } else {
      send(exchange, 200, "{\"experiment\": {\"experiment_id\": \"" + (index + 1) + "\"}}");
    }
  }

  /** Refuses what MLflow refuses: too many items, bad names, another value of a parameter. */
  private void log(HttpExchange exchange, JsonNode asked) throws IOException {
    batches.add(asked.path("metrics").size() + asked.path("params").size());
    if (asked.path("metrics").size() > 1000 || asked.path("params").size() > 100) {
      send(exchange, 400, error("INVALID_PARAMETER_VALUE"));
      return;
    }
    for (String list : List.of("metrics", "params")) {
      for (JsonNode item : asked.path(list)) {
        if (!item.path("key").asText().matches("[\\w\\-. :/]+")
            || item.path("key").asText().length() > 250
            || item.path("value").asText().length() > 6000) {
          send(exchange, 400, error("INVALID_PARAMETER_VALUE"));
          return;
        }
      }
    }
    asked
        .path("params")
        .forEach(p -> parameters.put(p.path("key").asText(), p.path("value").asText()));
    asked
        .path("metrics")
        .forEach(
            m ->
                curves
                    .computeIfAbsent(m.path("key").asText(), k -> new ArrayList<>())
                    .add(
                        new Point(
                            m.path("step").asLong(),
                            m.path("value").asDouble(),
                            m.path("timestamp").asLong())));
    send(exchange, 200, "{}");
  }

  private String run(String experiment) throws IOException {
    List<Map<String, Object>> latest = new ArrayList<>();
    curves.forEach(
        (key, points) ->
            latest.add(
                Map.of(
                    "key", key, "step", points.stream().mapToLong(Point::step).max().orElse(0))));
    List<Map<String, String>> given = new ArrayList<>();
    parameters.forEach((key, value) -> given.add(Map.of("key", key, "value", value)));
    return JSON.writeValueAsString(
        Map.of(
            "run",
            Map.of(
                "info",
                Map.of(
                    "run_id",
                    "run-" + runNames.size(),
                    "experiment_id",
                    experiment,
                    "artifact_uri",
                    "mlflow-artifacts:/" + experiment + "/run-1/artifacts",
                    "lifecycle_stage",
                    "active"),
                "data",
                Map.of("metrics", latest, "params", given))));
  }

  private static String error(String code) {
    return "{\"error_code\": \"" + code + "\", \"message\": \"" + code + "\"}";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
