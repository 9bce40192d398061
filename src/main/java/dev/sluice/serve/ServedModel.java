package dev.sluice.serve;

import dev.sluice.evaluate.Patience;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.model.Bundle;
import dev.sluice.predict.Answers;
import dev.sluice.predict.BatchedPredictor;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.Generator;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.Provenance;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that answers requests. Thread-safe. */
final class ServedModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedModel.class);
  private static final int WARM_UP_REQUESTS = 10_000;
  private static final Duration WARM_UP_TIME = Duration.ofSeconds(1);
  private static final Path BODY = Path.of("body");
  private static final int RETIRED = Integer.MIN_VALUE;

  private final String name;
  private final Path folder;
  private final Predictor predictor;
  private final Optional<Generator> generator;
  private final boolean explains;
  private Explainer explainer; // null until it is needed; guarded by this
  private final AtomicInteger users = new AtomicInteger(); // plus RETIRED
  private final BatchedPredictor batched;
  private final SourceSpec source;
  private final Optional<Results> results;
  private final Optional<Provenance> provenance;
  private final Table example;
  private final List<Map<String, Object>> exampleAnswer; // empty if there is none

  private ServedModel(
      String name,
      Path folder,
      boolean explains,
      BatchedPredictor batched,
      SourceSpec source,
      Optional<RunFolder> run) {
    this.name = name;
    this.folder = folder;
    this.explains = explains;
    this.batched = batched;
    this.predictor = batched.predictor();
    this.generator =
        predictor.pipeline().outputShape().readsOn()
            ? Optional.of(Generator.of(predictor))
            : Optional.empty();
    this.source = source;
    this.results = run.flatMap(of -> Results.read(of.results()));
    this.provenance = run.flatMap(of -> Provenance.read(of.provenance()));
    this.example = input().example();
    this.exampleAnswer = warmUp();
  }

  /**
   * Reads a model, checks it against its probe and warms it up.
   *
   * @param workers make answers of what was computed
   * @throws UserException if there is no model, or it is damaged
   */
  static ServedModel open(
      ModelServer.Named named,
      ModelServer.Settings settings,
      Executor workers,
      ServerMetrics metrics) {
    Path path = named.path();
    boolean isModel = Files.exists(path.resolve("manifest.json"));
    Path above = path.toAbsolutePath().normalize().getParent();
    Optional<RunFolder> run =
        isModel
            ? Optional.ofNullable(above).map(RunFolder::new)
            : Optional.of(RunFolder.open(path));
    Path folder = isModel ? path : run.orElseThrow().path();
    Bundle bundle = Bundle.open(folder);
    String name = named.name().orElse(bundle.config().name());
    return new ServedModel(
        name,
        folder,
        Explainer.explains(bundle.pipeline(), bundle.network()),
        BatchedPredictor.of(
            bundle,
            settings.threads(),
            workers,
            settings.batchWait(),
            size -> metrics.computed(name, size)),
        bundle.config().data().source(),
        run);
  }

  /** Answers sample requests, so that the first real ones are no slower than others. */
  private List<Map<String, Object>> warmUp() {
    byte[] body = JsonForm.bytes(Map.of("rows", Rows.of(input())));
    WarmUp request = new WarmUp(body);
    try {
      List<Map<String, Object>> answer =
          predictor.ask(request.rows(), Patience.ENDLESS).documents();
      batched.warmUp(request, WARM_UP_REQUESTS, WARM_UP_TIME);
      return answer;
    } catch (UserException e) {
      return List.of(); // the model may not accept rows that were made up
    }
  }

  private final class WarmUp implements BatchedPredictor.Request {
    private final byte[] body;

    WarmUp(byte[] body) {
      this.body = body;
    }

    @Override
    public boolean isOver() {
      return false;
    }

    @Override
    public Table rows() {
      return new JsonRows(input(), Integer.MAX_VALUE).of(body);
    }

    @Override
    public void answered(Table rows, Answers<?> answers) {
      JsonForm.bytes(answers.documents());
    }

    @Override
    public void failed(Throwable why) {
      throw new IllegalStateException("the example of " + name + " failed", why);
    }
  }

  String name() {
    return name;
  }

  /** The folder of the run, or of the model. */
  Path folder() {
    return folder;
  }

  FittedInput input() {
    return predictor.pipeline().input();
  }

  /** Sample rows that it can predict. */
  Table example() {
    return example;
  }

  /** Its answer to {@link #example}; empty if it does not accept made-up rows. */
  List<Map<String, Object>> exampleAnswer() {
    return exampleAnswer;
  }

  /** Rows of a body that is CSV. */
  Table csv(byte[] body) {
    return Sources.csv(body, source, BODY);
  }

  /** As {@link BatchedPredictor#ask}. */
  void ask(BatchedPredictor.Request request) {
    batched.ask(request);
  }

  /** What a caller should know. */
  Map<String, Object> description() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("version", folder.getFileName().toString());
    results.ifPresent(of -> json.put("task", of.task()));
    provenance.ifPresent(of -> json.put("trained", of.ended().orElse(of.started())));
    List<Map<String, Object>> columns = new ArrayList<>();
    for (InputColumn column : input().reads()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("column", column.name());
      one.put("holds", column.holds().name().toLowerCase(Locale.ROOT));
      one.put("required", column.required());
      columns.add(one);
    }
    json.put("input", columns);
    json.put("actions", actions());
    results
        .flatMap(Results::test)
        .ifPresent(
            test -> {
              json.put("scores", test.metrics());
              json.put("baselines", test.baselines());
              json.put("verdict", test.verdict());
            });
    return json;
  }

  /** The operations that it supports, each the last step of a path. */
  List<String> actions() {
    return Stream.of(
            Optional.of(Api.PREDICT),
            explains ? Optional.of(Api.EXPLAIN) : Optional.<String>empty(),
            generator.map(of -> Api.GENERATE))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Explains its predictions; loaded from the files of the model when first needed, as it needs its
   * own weights.
   *
   * @throws Refusal if the files no longer exist
   */
  synchronized Explainer explainer() {
    if (explainer == null) {
      try {
        explainer = Explainer.load(folder);
      } catch (UserException e) {
        LOG.error("{} explains nothing: {}", folder, e.getMessage());
        throw new Refusal(503, "not_ready", "the files of the model cannot be read any more");
      }
    }
    return explainer;
  }

  private synchronized void free() {
    predictor.close();
    if (explainer != null) {
      explainer.close();
    }
  }

  /** Writes texts; empty unless it is a language model. */
  Optional<Generator> generator() {
    return generator;
  }

  /** Whether it can be used until {@link #leave}; false if it was closed. */
  boolean enter() {
    return users.getAndUpdate(n -> n < 0 ? n : n + 1) >= 0;
  }

  void leave() {
    if (users.decrementAndGet() == RETIRED) {
      free();
    }
  }

  /** Those who have entered are still answered; the last of them frees the model. */
  @Override
  public void close() {
    if (users.getAndUpdate(n -> n < 0 ? n : n + RETIRED) == 0) {
      free();
    }
  }
}
