package dev.sluice.predict;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.batch.OtherColumn;
import dev.sluice.batch.Texts;
import dev.sluice.data.Pipeline;
import dev.sluice.input.FittedInput;
import dev.sluice.model.Bundle;
import dev.sluice.network.BehindEmbedding;
import dev.sluice.network.Network;
import dev.sluice.predict.TextExplanation.Method;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.task.Explained;
import dev.sluice.task.classes.ClassPrediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Explains the predictions of a classifier of texts. Thread-safe, one text at a time. Make one and
 * keep it; close it with the program.
 *
 * <pre>{@code
 * try (Explainer explainer = Explainer.load(Path.of("runs/reviews/latest"))) {
 *   explainer.explain("A film to fall asleep in.").tokens().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class Explainer implements AutoCloseable {
  /** Each takes the network forward and back over the whole text. */
  public static final int FEWEST_PASSES = PathIntegral.FEWEST_READINGS;

  private final Predictor predictor;
  private final Explained explained;
  private final BehindEmbedding network;
  private final Runnable release;

  private Explainer(Pipeline pipeline, Network network, BehindEmbedding behind, Runnable release) {
    predictor = Predictor.of(pipeline, network);
    explained = pipeline.target().explained().orElseThrow();
    this.network = behind;
    this.release = release;
  }

  /**
   * Loads a model and checks it against its own probe.
   *
   * @param path a run's folder, or its `model` folder wherever it was moved
   * @throws UserException if there is no model, it is damaged, or it cannot be explained
   */
  public static Explainer load(Path path) {
    Bundle bundle = Bundle.open(path);
    Optional<Problem> obstacle = obstacle(path, bundle.pipeline(), bundle.network());
    if (obstacle.isPresent()) {
      bundle.close();
      throw new UserException(obstacle.get());
    }
    return of(bundle.pipeline(), bundle.network(), bundle::close);
  }

  /**
   * Uses a model that was just trained; the network must not be trained while this is in use.
   *
   * @throws UserException if it cannot be explained
   */
  public static Explainer of(Pipeline pipeline, Network network) {
    obstacle(Path.of("model"), pipeline, network)
        .ifPresent(
            problem -> {
              throw new UserException(problem);
            });
    return of(pipeline, network, () -> {});
  }

  private static Explainer of(Pipeline pipeline, Network network, Runnable release) {
    return new Explainer(pipeline, network, network.behindEmbedding().orElseThrow(), release);
  }

  /** Whether {@link #of(Pipeline, Network)} succeeds. */
  public static boolean explains(Pipeline pipeline, Network network) {
    return obstacle(Path.of("model"), pipeline, network).isEmpty();
  }

  private static Optional<Problem> obstacle(Path path, Pipeline pipeline, Network network) {
    if (pipeline.target().explained().isEmpty()) {
      return Optional.of(
          Problem.inFile(
              path,
              "cannot be explained: it " + pipeline.target().use().replaceFirst(";.*", ""),
              pipeline.target().insteadOfExplanation()));
    }
    if (network.isEnsemble()) {
      return Optional.of(
          Problem.inFile(
              path,
              "cannot be explained: it averages several networks",
              "explain a run that was trained without training.ensemble"));
    }
    return pipeline
        .inputShape()
        .match(
            tokens -> Optional.<String>empty(),
            steps -> Optional.of("its network reads numbers, not tokens"))
        .map(
            why ->
                Problem.inFile(
                    path,
                    "cannot be explained: " + why,
                    "explain a classifier of texts, ids or tokens"));
  }

  /** Frees what was loaded. The network of {@link #of} is left to its owner. */
  @Override
  public synchronized void close() {
    predictor.close();
    network.close();
    release.run();
  }

  /** The classes, each of which can be explained. */
  public List<String> classes() {
    return explained.answers();
  }

  /** Why a text got the class that the model predicts, by integrated gradients. */
  public TextExplanation explain(String text) {
    return explain(rowsOf(List.of(text)), Optional.empty(), Method.INTEGRATED_GRADIENTS).get(0);
  }

  /**
   * Rows that hold these texts.
   *
   * @throws UserException without a location, if the model takes rows, not texts
   */
  public Table rowsOf(List<String> texts) {
    FittedInput input = predictor.pipeline().input();
    return input
        .rowsOf(texts)
        .orElseThrow(
            () ->
                new UserException(
                    Problem.inFile(
                        "the model",
                        "takes " + input.takes(),
                        "give a file of rows: --input FILE")));
  }

  /**
   * Why each of some texts is, or is not, predicted to have a class.
   *
   * @param rows of a source; labels are not read
   * @param ofClass empty for the class that the model predicts
   * @throws IllegalArgumentException if the model has no such class
   * @throws UserException if there is no column of texts
   */
  public List<TextExplanation> explain(Table rows, Optional<String> ofClass, Method method) {
    ofClass
        .filter(name -> !classes().contains(name))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "no class '%s' among %s".formatted(name, classes()));
            });
    List<ClassPrediction> predictions = predictor.classify(rows);
    Examples examples = predictor.pipeline().unlabelled(rows);
    List<TextExplanation> explanations = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      String name = ofClass.orElse(predictions.get(i).label());
      explanations.add(explain(examples, i, predictions.get(i), name, method));
    }
    return explanations;
  }

  /**
   * Why one example got the class that was predicted for it, by integrated gradients.
   *
   * @param prediction of the example, with which the log-odds are not compared
   * @param passes of the network at most, {@link #FEWEST_PASSES} or more; with too few the
   *     attributions miss the difference that they explain by more than 1 %
   */
  public TextExplanation explain(
      Examples examples, int example, ClassPrediction prediction, int passes) {
    return explain(
        examples,
        example,
        prediction,
        prediction.label(),
        Method.INTEGRATED_GRADIENTS,
        text -> PathIntegral.of(text, passes));
  }

  private TextExplanation explain(
      Examples examples, int example, ClassPrediction prediction, String name, Method method) {
    return method == Method.OCCLUSION
        ? explain(examples, example, prediction, name, method, TextOnNetwork::occlusion)
        : explain(examples, example, prediction, name, method, PathIntegral::of);
  }

  private synchronized TextExplanation explain(
      Examples examples,
      int example,
      ClassPrediction prediction,
      String name,
      Method method,
      Function<TextOnNetwork, PathIntegral.Result> attribution) {
    Texts texts = examples.input().texts().orElseThrow();
    List<String> all = texts.tokens(example);
    List<String> tokens = all.isEmpty() ? List.of("") : all;
    int[] positions = texts.positions(example);
    Masked features = examples.input().features(new int[] {example});
    TextOnNetwork text =
        new TextOnNetwork(
            network,
            explained.of(classes().indexOf(name), tokens),
            features,
            positions,
            tokens.size());
    PathIntegral.Result result = attribution.apply(text);
    boolean[] seen = new boolean[tokens.size()];
    boolean[] known = new boolean[tokens.size()];
    double[] byNetwork = new double[tokens.size()];
    double elsewhere = 0;
    for (int t = 0; t < positions.length; t++) {
      int at = positions[t];
      if (at < 0) {
        elsewhere += result.parts()[t];
        continue;
      }
      seen[at] = true;
      known[at] = features.values()[t] >= texts.firstToken();
      byNetwork[at] += result.parts()[t];
    }
    List<TextExplanation.Token> explainedTokens = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      double byWords = result.parts()[positions.length + i];
      explainedTokens.add(
          new TextExplanation.Token(tokens.get(i), seen[i], known[i], byNetwork[i], byWords));
    }
    List<OtherColumn> others = texts.otherColumns();
    double[] ofColumns = text.withoutColumns(others);
    return new TextExplanation(
        prediction,
        name,
        method,
        result.end(),
        result.begin(),
        explainedTokens,
        elsewhere,
        IntStream.range(0, others.size())
            .mapToObj(
                c ->
                    new TextExplanation.Column(
                        others.get(c).name(), texts.cell(example, others.get(c)), ofColumns[c]))
            .toList(),
        result.readings());
  }
}
