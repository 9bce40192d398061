package dev.sluice.track;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.UserException;
import dev.sluice.run.Epoch;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.TrackerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run on an MLflow server. Its id is kept in `mlflow.json` in the run folder, so that a resumed
 * training continues it; what the server already has is not sent again.
 */
final class MlflowRun implements Tracker {
  private static final int MOST_METRICS = 1000; // of one request, by the documentation of MLflow
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_NAME = 250;
  private static final int LONGEST_VALUE = 6000;
  private static final String DELETED = "deleted";

  private final TrackerSpec.Mlflow spec;
  private final TrackedRun run;
  private final MlflowServer server;
  private final Path kept;
  private final Map<String, Long> lastSteps = new HashMap<>(); // of a metric, at the server
  private volatile String place; // null until it is known
  private String id;
  private String artifacts; // where the server keeps them

  MlflowRun(TrackerSpec.Mlflow spec, TrackedRun run, MlflowServer server) {
    this.spec = spec;
    this.run = run;
    this.server = server;
    kept = run.folder().path().resolve("mlflow.json");
  }

  @Override
  public Optional<String> place() {
    return Optional.of(place == null ? server.address() : place);
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(spec.waitSeconds());
  }

  // Beginning

  @Override
  public void begin() throws IOException, InterruptedException {
    JsonNode found = find().orElse(null);
    boolean resumed = found != null;
    if (!resumed) {
      found = create(experiment());
    }
    id = found.path("info").path("run_id").asText();
    artifacts = found.path("info").path("artifact_uri").asText();
    place =
        "%s/#/experiments/%s/runs/%s"
            .formatted(server.address(), found.path("info").path("experiment_id").asText(), id);
    if (id.isEmpty()) {
      throw server.failed("does not answer as an MLflow server does", "", null);
    }
    keep();
    for (JsonNode metric : found.path("data").path("metrics")) {
      lastSteps.put(metric.path("key").asText(), metric.path("step").asLong());
    }
    if (resumed) {
      server.post("runs/update", Map.of("run_id", id, "status", "RUNNING"));
    }
    sendParameters(found.path("data").path("params"));
  }

  /** The run that was begun earlier, if the server still has it. */
  private Optional<JsonNode> find() throws IOException, InterruptedException {
    Optional<JsonNode> before = readKept();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode found = server.get("runs/get", "run_id", before.get().path("run_id").asText());
      JsonNode info = found.path("run").path("info");
      return info.path("lifecycle_stage").asText().equals(DELETED)
          ? Optional.empty()
          : Optional.of(found.path("run"));
    } catch (MlflowServer.Refused e) {
      if (e.is("RESOURCE_DOES_NOT_EXIST")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Only for the same server and experiment: a config that names others begins a run there. */
  private Optional<JsonNode> readKept() {
    try {
      return Optional.of(Json.read(kept))
          .filter(node -> node.path("uri").asText().equals(server.address()))
          .filter(node -> node.path("experiment").asText().equals(spec.experiment()));
    } catch (UserException e) {
      return Optional.empty(); // damaged: the run starts anew on the server
    }
  }

  private void keep() throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("uri", server.address());
    document.put("experiment", spec.experiment());
    document.put("run_id", id);
    try {
      Json.write(kept, document);
    } catch (UncheckedIOException e) {
      throw new IOException(
          "%s%n    a resumed training will be a new MLflow run".formatted(e.getMessage()), e);
    }
  }

  private String experiment() throws IOException, InterruptedException {
    try {
      JsonNode found = server.get("experiments/get-by-name", "experiment_name", spec.experiment());
      JsonNode experiment = found.path("experiment");
      if (experiment.path("lifecycle_stage").asText().equals(DELETED)) {
        throw server.failed(
            "has deleted the experiment '%s'".formatted(spec.experiment()),
            "restore it there, or set another one as tracking.mlflow.experiment; ",
            null);
      }
      return experiment.path("experiment_id").asText();
    } catch (MlflowServer.Refused e) {
      if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    try {
      return server
          .post("experiments/create", Map.of("name", spec.experiment()))
          .path("experiment_id")
          .asText();
    } catch (MlflowServer.Refused e) {
      if (!e.is("RESOURCE_ALREADY_EXISTS")) { // by another run that began this moment
        throw e;
      }
      return server
          .get("experiments/get-by-name", "experiment_name", spec.experiment())
          .path("experiment")
          .path("experiment_id")
          .asText();
    }
  }

  private JsonNode create(String experiment) throws IOException, InterruptedException {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "sluice");
    tags.put("mlflow.source.type", "LOCAL");
    run.provenance().commit().ifPresent(commit -> tags.put("mlflow.source.git.commit", commit));
    run.provenance()
        .versions()
        .forEach((program, version) -> tags.put("version." + program, version));
    tags.put("config.name", run.config().name());
    run.dataSha256().ifPresent(hash -> tags.put("data.sha256", hash));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("experiment_id", experiment);
    request.put("run_name", run.name());
    request.put("start_time", run.started().toEpochMilli());
    request.put("tags", pairs(tags));
    return server.post("runs/create", request).path("run");
  }

  private void sendParameters(JsonNode there) throws IOException, InterruptedException {
    Map<String, String> missing = new LinkedHashMap<>();
    run.parameters()
        .forEach(
            (path, value) -> {
              String name = name(path.replace("[", ".").replace("]", ""));
              String unique = name;
              for (int i = 2; missing.containsKey(unique); i++) {
                unique = name + "_" + i;
              }
              missing.put(unique, cut(value, LONGEST_VALUE));
            });
    there.forEach(parameter -> missing.remove(parameter.path("key").asText()));
    List<Map<String, Object>> left = pairs(missing);
    for (int at = 0; at < left.size(); at += MOST_PARAMETERS) {
      log("params", left.subList(at, Math.min(left.size(), at + MOST_PARAMETERS)));
    }
  }

  private static List<Map<String, Object>> pairs(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> Map.<String, Object>of("key", entry.getKey(), "value", entry.getValue()))
        .toList();
  }

  private void log(String what, List<Map<String, Object>> items)
      throws IOException, InterruptedException {
    server.post("runs/log-batch", Map.of("run_id", id, what, items));
  }

  /** MLflow accepts letters, digits and `_-. :/`, and no path that leads upwards. */
  static String name(String text) {
    String taken =
        text.replaceAll("[^\\p{L}\\p{N}_\\-. :/]", "_")
            .replace("..", "__")
            .replaceAll("^/|/$|/(?=/)|(?<=/)\\.(?=/|$)", "_");
    return cut(taken.isEmpty() ? "_" : taken, LONGEST_NAME);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  // Epochs

  @Override
  public void add(List<Epoch> epochs) throws IOException, InterruptedException {
    long time = System.currentTimeMillis();
    for (Epoch epoch : epochs) {
      time -= Math.round(1000 * epoch.seconds());
    }
    List<Map<String, Object>> points = new ArrayList<>();
    for (Epoch epoch : epochs) { // the last one ended now
      time += Math.round(1000 * epoch.seconds());
      points.addAll(points(TrackedRun.curves(epoch), epoch.epoch(), time));
    }
    send(points);
  }

  private List<Map<String, Object>> points(Map<String, Double> values, long step, long time) {
    List<Map<String, Object>> points = new ArrayList<>();
    values.forEach(
        (curve, value) -> {
          String name = name(curve);
          if (step > lastSteps.getOrDefault(name, Long.MIN_VALUE)) {
            points.add(Map.of("key", name, "value", value, "timestamp", time, "step", step));
          }
        });
    return points;
  }

  private void send(List<Map<String, Object>> points) throws IOException, InterruptedException {
    for (int at = 0; at < points.size(); at += MOST_METRICS) {
      List<Map<String, Object>> next =
          points.subList(at, Math.min(points.size(), at + MOST_METRICS));
      log("metrics", next);
      next.forEach(
          point -> lastSteps.merge((String) point.get("key"), (Long) point.get("step"), Math::max));
    }
  }

  // The end

  @Override
  public void end() throws IOException, InterruptedException {
    long last = lastSteps.values().stream().mapToLong(step -> step).max().orElse(0);
    send(points(run.scores(), last, System.currentTimeMillis()));
    IOException failure = null;
    try {
      sendFiles();
    } catch (IOException e) {
      failure = e; // the run has ended anyway
    }
    Map<String, Object> ended =
        Map.of("run_id", id, "status", status(), "end_time", System.currentTimeMillis());
    server.post("runs/update", ended);
    if (failure != null) {
      throw failure;
    }
  }

  private String status() {
    RunFolder.Status status = run.folder().status().orElse(RunFolder.Status.RUNNING);
    return switch (status) {
      case FINISHED -> "FINISHED";
      case INTERRUPTED -> "KILLED";
      case DIVERGED, RUNNING -> "FAILED"; // still running when it ends: an exception ended it
    };
  }

  private void sendFiles() throws IOException, InterruptedException {
    String scheme = "mlflow-artifacts:";
    String root = artifacts.replaceFirst("^" + scheme + "/*", "");
    if (!artifacts.startsWith(scheme)) {
      throw server.failed(
          "stores artifacts where only its clients can write them, at " + artifacts.split("[?]")[0],
          "start it with --serve-artifacts to upload report and model; ",
          null);
    }
    RunFolder folder = run.folder();
    List<Path> files =
        new ArrayList<>(
            List.of(
                folder.config(),
                folder.resolved(),
                folder.results(),
                folder.evaluation(),
                folder.report()));
    if (spec.model() && Files.isDirectory(folder.model())) {
      try (Stream<Path> tree = Files.walk(folder.model())) {
        tree.sorted().forEach(files::add);
      }
    }
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        String name = folder.path().relativize(file).toString().replace('\\', '/');
        server.put(root + "/" + name, file, patience());
      }
    }
  }
}
