package dev.sluice.predict;

import dev.sluice.batch.Examples;
import dev.sluice.data.Pipeline;
import dev.sluice.evaluate.Patience;
import dev.sluice.input.FittedInput;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.run.CsvTable;
import dev.sluice.source.Table;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.Prediction;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.task.forecast.Forecast;
import dev.sluice.task.labels.LabelPrediction;
import dev.sluice.task.number.NumberPrediction;
import dev.sluice.task.tags.TagPrediction;
import dev.sluice.task.text.TextPrediction;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A trained model in use. Thread-safe: concurrent calls are answered at the same time, with results
 * identical to those of one after the other. Make one and keep it; close it with the program.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load(Path.of("runs/reviews/latest"))) {
 *   predictor.classify("A film to fall asleep in.").label();
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
  private final Pipeline pipeline;
  private final Inference network;

  private Predictor(Pipeline pipeline, Inference network) {
    this.pipeline = pipeline;
    this.network = network;
  }

  /**
   * Loads a model and checks it against its own probe.
   *
   * @param path a run's folder, or its `model` folder wherever it was moved
   * @throws dev.sluice.problem.UserException if there is no model, or it is damaged
   */
  public static Predictor load(Path path) {
    return load(path, Runtime.getRuntime().availableProcessors());
  }

  /**
   * As {@link #load(Path)}, which lets predictions use all processors.
   *
   * @param threads the most that predictions may use, at least 1: a single caller computes a larger
   *     batch with all of them, several callers share them
   */
  public static Predictor load(Path path, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads; at least one is needed");
    }
    return of(Bundle.open(path), threads);
  }

  /**
   * Takes over a model that was loaded.
   *
   * @param bundle closed with this, and not used for anything else
   * @param threads the most that predictions may use, at least 1
   */
  static Predictor of(Bundle bundle, int threads) {
    return new Predictor(bundle.pipeline(), bundle.network().onlyInference(threads));
  }

  /** Uses a model that was just trained; the network must not be trained while this is in use. */
  public static Predictor of(Pipeline pipeline, Network network) {
    return new Predictor(pipeline, network.inference(Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Frees what was loaded. Running calls get their answers; later ones an {@link
   * IllegalStateException}. The network of {@link #of} is left to its owner.
   */
  @Override
  public void close() {
    network.close();
  }

  /** What was learned from the data. */
  public Pipeline pipeline() {
    return pipeline;
  }

  Inference network() {
    return network;
  }

  /**
   * Classifies one text.
   *
   * @throws IllegalStateException if this model forecasts
   */
  public ClassPrediction classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /**
   * Classifies texts, in order.
   *
   * @throws IllegalStateException if this model forecasts
   */
  public List<ClassPrediction> classify(List<String> texts) {
    return answersOfTexts(ClassPrediction.class, texts);
  }

  /**
   * Classifies rows of a source, in order; labels are not read.
   *
   * @throws IllegalStateException if this model forecasts
   * @throws dev.sluice.problem.UserException if there is no column of texts
   */
  public List<ClassPrediction> classify(Table rows) {
    return answers(ClassPrediction.class, rows);
  }

  /**
   * The labels of one text.
   *
   * @throws IllegalStateException if this model predicts no labels
   */
  public LabelPrediction labels(String text) {
    return answersOfTexts(LabelPrediction.class, List.of(text)).get(0);
  }

  /**
   * The labels of rows of a source, in order.
   *
   * @throws IllegalStateException if this model predicts no labels
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public List<LabelPrediction> labels(Table rows) {
    return answers(LabelPrediction.class, rows);
  }

  /**
   * Tags the tokens of one sequence.
   *
   * @param tokens such as the words of a sentence, at least one, without spaces in them
   * @throws IllegalStateException if this model predicts no tags
   */
  public TagPrediction tag(List<String> tokens) {
    tokens.stream()
        .filter(token -> token.isBlank() || token.strip().matches(".*\\s.*"))
        .findFirst()
        .ifPresent(
            token -> {
              throw new IllegalArgumentException(
                  "'%s' is not one token: blanks separate tokens".formatted(token));
            });
    return answersOfTexts(TagPrediction.class, List.of(String.join(" ", tokens))).get(0);
  }

  /**
   * Writes the text that belongs to another, such as its translation.
   *
   * @throws IllegalStateException if this model writes no texts
   */
  public TextPrediction translate(String text) {
    return answersOfTexts(TextPrediction.class, List.of(text)).get(0);
  }

  /**
   * Forecasts what comes after these rows.
   *
   * @param rows the columns that the model was trained on, at least as many rows as its lookback
   * @throws IllegalStateException if this model classifies
   * @throws IllegalArgumentException if the rows are of several series, see {@link #forecasts}
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public Forecast forecast(Table rows) {
    List<Forecast> forecasts = forecasts(rows);
    if (forecasts.size() > 1) {
      throw new IllegalArgumentException(
          "the rows are of %s series; use forecasts(rows)".formatted(forecasts.size()));
    }
    return forecasts.get(0);
  }

  /**
   * Forecasts what comes after these rows, for each series in them.
   *
   * @return in the order in which the series begin in the rows
   * @throws IllegalStateException if this model classifies
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public List<Forecast> forecasts(Table rows) {
    return answers(Forecast.class, rows);
  }

  /**
   * The numbers of rows of a source, or of sequences of rows, in order.
   *
   * @throws IllegalStateException if this model predicts something else
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public List<NumberPrediction> numbers(Table rows) {
    return answers(NumberPrediction.class, rows);
  }

  /**
   * Predicts for rows of a source: one prediction for each row of text, or one forecast of what
   * comes after the last row.
   *
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public List<? extends Prediction> predict(Table rows) {
    return answers(pipeline.target(), pipeline.unlabelled(rows));
  }

  /**
   * Predicts as {@link #predict(Table)}, for programs that pass the answers on as JSON or CSV.
   *
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   * @throws java.util.concurrent.CancellationException if the patience ends before that
   */
  public Answers<?> ask(Table rows, Patience patience) {
    Examples examples = pipeline.unlabelled(rows);
    return Answers.of(
        pipeline.target(), examples, Outcomes.outputs(network, pipeline, examples, patience));
  }

  /**
   * Predicts as {@link #predict(Table)} and writes the answers as CSV; docs/run-folder.md has the
   * columns.
   */
  public void predict(Table rows, Writer out) {
    try (CsvTable csv = new CsvTable(out, false)) {
      predict(rows, csv);
    }
  }

  /**
   * As {@link #predict(Table, Writer)}, to a table without a header yet, which stays open.
   *
   * @return what a reader should know about the answers as a whole, such as the last known and the
   *     first forecast time; empty if nothing
   */
  public Optional<String> predict(Table rows, CsvTable out) {
    return write(pipeline.target(), rows, out);
  }

  /**
   * The same for a model that writes texts with attention: a column {@code alignment} contains, for
   * each token that was written, the token of the source at which the model looked most.
   */
  public void predictAligned(Table rows, CsvTable out) {
    writeAligned(pipeline.target(), rows, out);
  }

  private <A extends Prediction> Optional<String> write(
      FittedTarget<A> target, Table rows, CsvTable out) {
    Examples examples = pipeline.unlabelled(rows);
    List<A> answers = answers(target, examples);
    target.write(out, examples.frame(), answers);
    return target.remark(answers);
  }

  private <A extends Prediction> void writeAligned(
      FittedTarget<A> target, Table rows, CsvTable out) {
    Examples examples = pipeline.unlabelled(rows);
    target.writeAligned(out, examples.frame(), answers(target, examples));
  }

  private <A extends Prediction> List<A> answers(FittedTarget<A> target, Examples examples) {
    return target.answers(
        examples, Outcomes.outputs(network, pipeline, examples, Patience.ENDLESS));
  }

  private <P extends Prediction> List<P> answersOfTexts(Class<P> kind, List<String> texts) {
    require(kind);
    FittedInput input = pipeline.input();
    return answers(
        kind,
        input
            .rowsOf(texts)
            .orElseThrow(() -> new IllegalStateException("this model takes " + input.takes())));
  }

  private void require(Class<? extends Prediction> kind) {
    if (pipeline.target().answer() != kind) {
      throw new IllegalStateException("this model " + pipeline.target().use());
    }
  }

  private <P extends Prediction> List<P> answers(Class<P> kind, Table rows) {
    require(kind);
    return predict(rows).stream().map(kind::cast).toList();
  }
}
