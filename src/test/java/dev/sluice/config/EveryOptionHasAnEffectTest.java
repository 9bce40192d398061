package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Examples;
import dev.sluice.config.Section.Key;
import dev.sluice.data.Dataset;
import dev.sluice.data.WordVectors;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.experiment.Experiment;
import dev.sluice.experiment.RunRecord;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Outcomes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import dev.sluice.spec.PretrainSpec;
import dev.sluice.track.TrackedRuns;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ensemble;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Pretraining;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Changes every key of the specs, one at a time, in a config of texts, one of a series and one of
 * sequences, and sees the batches, the network, the training, the scores, the names of files or the
 * warnings change, or the key refused. Values are made of the keys' types; what no type can tell
 * stands in {@link #SAMPLES} and {@link #CONTEXTS}.
 */
class EveryOptionHasAnEffectTest {
  private static final String TEXTS =
      """
      name: toy
      data:
        source: {csv: {path: texts.csv}}
        split: {validation: {share: 0.25}, test: {share: 0.25}}
        input: {text: {column: text, max_length: 5}}
        target: {class: {column: label}}
      network:
        - embedding: {size: 4}
        - lstm: {units: 3}
        - dense: {units: 3, activation: tanh}
      training: {epochs: 3, batch_size: 8}
      """;

  private static final String SERIES =
      """
      name: toy
      data:
        source: {csv: {path: days.csv}}
        time: {column: day, frequency: 1d, season: 7}
        input: {series: {lookback: 4}}
        target: {forecast: {columns: [load], horizon: 2}}
        split: {validation: {rows: 10}, test: {rows: 10}}
      network:
        - lstm: {units: 3}
        - dense: {units: 3, activation: tanh}
      training: {epochs: 3, batch_size: 8}
      evaluation: {baselines: [last_value]}
      """;

  private static final String SEQUENCES =
      """
      name: toy
      data:
        source: {csv: {path: steps.csv}}
        split: {validation: {share: 0.25}, test: {share: 0.25}}
        input: {sequence: {long: {by: id, order: step, columns: [x]}}}
        target: {class: {column: label}}
      network:
        - lstm: {units: 3}
        - dense: {units: 3, activation: tanh}
      training: {epochs: 3, batch_size: 8}
      """;

  private static final String INTERVALS = "{conformal: {levels: [0.8]}}"; // of 9 windows

  private static final List<String> LEVELS = List.of("[0.25, 0.5]");

  private static final List<String> MLFLOW =
      List.of("tracking={mlflow: {uri: 'http://127.0.0.1:1', experiment: reviews}}");

  /** Values to try for keys of which the type does not tell any. */
  private static final Map<String, List<String>> SAMPLES =
      Map.ofEntries(
          Map.entry("version", List.of("2")),
          Map.entry("tracking.mlflow.uri", List.of("'http://127.0.0.1:2'")),
          Map.entry("tracking.mlflow.experiment", List.of("other")),
          Map.entry("tracking.tensorboard.folder", List.of("board.dir")),
          Map.entry("name", List.of("other")),
          Map.entry("network.self_attention.size", List.of("8")),
          Map.entry("network.segments.length", List.of("4")),
          Map.entry("network.output.segments", List.of("{length: 1}")),
          Map.entry("network.output.segments.length", List.of("1")),
          Map.entry("data.source", List.of("{tsv: {path: other.tsv}}")),
          Map.entry("data.target", List.of("{class: {column: part}}")),
          Map.entry("data.source.csv.path", List.of("other.csv", "longer.csv")),
          Map.entry("data.source.tsv.path", List.of("other.tsv")),
          Map.entry("data.source.csv.delimiter", List.of("';'")),
          Map.entry(
              "data.source.csv.column_names",
              List.of("[text, label, more, part, part3, ids, stars, votes]")),
          Map.entry(
              "data.source.tsv.column_names",
              List.of("[text, label, more, part, part3, ids, stars, votes]")),
          Map.entry("data.source.jsonl.path", List.of("other.jsonl")),
          Map.entry("data.source.jsonl.columns", List.of("[text]")),
          Map.entry("data.source.lines.path", List.of("other.txt")),
          Map.entry("data.source.folder.path", List.of("other.dir")),
          Map.entry("data.source.folder.classes", List.of("[good]")),
          Map.entry("data.source.npz.path", List.of("other.npz")),
          Map.entry("data.source.npz.parts", List.of("[train]")),
          Map.entry("data.source.conllu.path", List.of("other.conllu")),
          Map.entry("data.source.conll.path", List.of("other.conll")),
          Map.entry("data.source.conll.columns", List.of("[text, more, label]")),
          Map.entry("data.target.text.beam.length_penalty", List.of("10")),
          Map.entry("data.time.column", List.of("later")),
          Map.entry("data.time.columns", List.of("[later]")),
          Map.entry("data.time.format", List.of("dd.MM.yyyy")),
          Map.entry("data.time.frequency", List.of("2d")),
          Map.entry("data.time.zone", List.of("Europe/Berlin")),
          Map.entry("data.time.order", List.of("error")),
          Map.entry("data.time.duplicates", List.of("error", "last", "mean", "sum")),
          Map.entry("data.time.gaps", List.of("error", "segment")),
          Map.entry("data.series.by", List.of("[part]")),
          Map.entry("data.series.short_series", List.of("error")),
          Map.entry("data.series.wide.id", List.of("name")),
          Map.entry("data.series.wide.columns", List.of("[t0..t28]")),
          Map.entry("data.columns.load.number.decimal", List.of("','")),
          Map.entry("data.columns.load.number.thousands", List.of("','")),
          Map.entry("data.columns.load.number.prefix", List.of("x")),
          Map.entry("data.columns.load.number.suffix", List.of("x")),
          Map.entry("data.columns.load.missing_values", List.of("['7.25']")),
          Map.entry("data.input.text.column", List.of("more")),
          Map.entry("data.input.text.columns", List.of("[text, more]")),
          Map.entry("data.input.text.features", List.of("{numbers: [stars]}")),
          Map.entry("data.input.text.features.numbers", List.of("[votes]")),
          Map.entry("data.input.text.features.categories", List.of("[part]")),
          Map.entry("data.input.tokens.column", List.of("lemma")),
          Map.entry("data.input.tokens.by", List.of("half")),
          Map.entry("data.target.tags.column", List.of("part")),
          Map.entry("data.target.text.column", List.of("third")),
          Map.entry("data.input.text.tokenizer.words.ngrams", List.of("2", "3")),
          Map.entry("data.target.text.tokenizer.words.ngrams", List.of("2")),
          Map.entry("data.target.text.tokenizer.regex.pattern", List.of("'.'")),
          Map.entry("data.input.ids.column", List.of("part")),
          Map.entry("data.input.ids.num_words", List.of("30")),
          Map.entry("data.input.series.past_covariates", List.of("[wind]")),
          Map.entry("data.input.series.future_covariates", List.of("[wind]")),
          Map.entry("data.input.series.static", List.of("[half]")),
          Map.entry("data.input.series.lags", List.of("[3]")),
          Map.entry("data.input.series.holidays.dates", List.of("['01-20']")),
          Map.entry("data.input.sequence.wide.columns", List.of("[y, x]")),
          Map.entry("data.input.sequence.long.by", List.of("piece")),
          Map.entry("data.input.sequence.long.order", List.of("shuffled")),
          Map.entry("data.input.sequence.long.columns", List.of("[y]")),
          Map.entry("data.input.text.tokenizer.regex.pattern", List.of("'.'")),
          Map.entry("data.target.class.column", List.of("part")),
          Map.entry("data.target.number.columns", List.of("[votes]")),
          Map.entry("data.target.labels.column", List.of("text")),
          Map.entry("data.target.labels.separator", List.of("'9'")),
          Map.entry("data.target.labels.columns", List.of("[flag, flag2]")),
          Map.entry("data.target.labels.threshold", List.of("0.999")),
          Map.entry("data.target.class.positive", List.of("bad")),
          Map.entry("data.target.forecast.columns", List.of("[wind]", "[load, wind]")),
          Map.entry("data.target.forecast.quantiles", List.of("[0.1, 0.5, 0.9]")),
          Map.entry("data.target.forecast.distribution.gaussian.quantiles", LEVELS),
          Map.entry("data.target.forecast.distribution.student_t.quantiles", LEVELS),
          Map.entry("data.target.forecast.distribution.negative_binomial.quantiles", LEVELS),
          Map.entry("data.target.forecast.bounds.min", List.of("11")),
          Map.entry("data.target.forecast.bounds.max", List.of("9")),
          Map.entry("data.target.forecast.intervals", List.of(INTERVALS)),
          Map.entry("data.target.forecast.intervals.conformal.levels", List.of("[0.5]")),
          Map.entry("data.split.validation.share", List.of("!data.split.validation={share: 0.3}")),
          Map.entry("data.split.test.share", List.of("!data.split.test={share: 0.3}")),
          Map.entry("data.split.validation.rows", List.of("!data.split.validation={rows: 8}")),
          Map.entry("data.split.test.rows", List.of("!data.split.test={rows: 8}")),
          Map.entry(
              "data.split.validation.from", List.of("!data.split.validation={from: 2024-02-14}")),
          Map.entry("data.split.test.from", List.of("!data.split.test={from: 2024-02-24}")),
          Map.entry(
              "data.split.validation.file", List.of("!data.split.validation={file: other.csv}")),
          Map.entry("data.split.test.file", List.of("!data.split.test={file: other.csv}")),
          Map.entry("data.split.validation.column", List.of("part2")),
          Map.entry("data.split.test.column", List.of("part2")),
          Map.entry("data.split.validation.value", List.of("d")),
          Map.entry("data.split.test.value", List.of("d")),
          Map.entry("data.input.text.tokenizer.file.path", List.of("tokenizer.json", "bytes.json")),
          Map.entry(
              "data.target.text.tokenizer.file.path", List.of("tokenizer.json", "bytes.json")),
          Map.entry("data.split.group", List.of("part")),
          Map.entry(
              "training.pretrain",
              List.of(
                  "{language_model: {epochs: 1, cache: kept.dir}}",
                  "{sequence_autoencoder: {epochs: 1, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.sequence_autoencoder.schedule",
              List.of(
                  "{exponential: {}}",
                  "{cosine: {}}",
                  "{step: {every: 1}}",
                  "{warm_up: {epochs: 2}}",
                  "{slanted_triangular: {}}")),
          Map.entry("training.pretrain.sequence_autoencoder.cache", List.of("kept2.dir")),
          Map.entry(
              "training.pretrain.sequence_autoencoder.unlabelled",
              List.of("{csv: {path: longer.csv}}")),
          Map.entry(
              "training.pretrain.language_model.schedule",
              List.of(
                  "{exponential: {}}",
                  "{cosine: {}}",
                  "{step: {every: 1}}",
                  "{warm_up: {epochs: 2}}",
                  "{slanted_triangular: {}}")),
          Map.entry("training.pretrain.language_model.cache", List.of("kept2.dir")),
          Map.entry(
              "training.pretrain.language_model.unlabelled", List.of("{csv: {path: longer.csv}}")),
          Map.entry("training.ensemble", List.of("{seeds: 2}")),
          Map.entry("training.ensemble.seeds", List.of("3")),
          Map.entry("network.embedding.vectors", List.of("{file: vectors.txt}")),
          Map.entry("network.decoder.embedding.vectors", List.of("{file: vectors.txt}")),
          Map.entry("training.final_fit.on", List.of("all")),
          Map.entry("evaluation.slices", List.of("[part]", "[y]")),
          Map.entry("training.early_stopping.monitor", List.of("accuracy", "mae", "bias")),
          Map.entry("training.gradient_clipping.value", clipping("value")),
          Map.entry("training.gradient_clipping.layer_norm", clipping("layer_norm")),
          Map.entry("training.gradient_clipping.global_norm", clipping("global_norm")),
          Map.entry(
              "training.schedule.warm_up.then",
              List.of("{step: {every: 1}}", "{exponential: {}}", "{cosine: {}}")));

  private static List<String> clipping(String kind) {
    return List.of("!training.gradient_clipping={" + kind + ": 0.001}");
  }

  private static final List<String> BY_COLUMN =
      List.of("data.split={validation: {column: part, value: b}, test: {column: part, value: c}}");

  private static final List<String> ODD =
      List.of("data.source={csv: {path: odd.csv}}", "data.input.text.tokenizer={whitespace: {}}");

  private static List<String> lines(String file) {
    return List.of("data.source={lines: {path: " + file + "}}", "data.target.class.column=text");
  }

  private static List<String> folder(String path) {
    return List.of("data.source={folder: {path: " + path + "}}", "data.target.class.column=class");
  }

  private static List<String> npz(String path) {
    return List.of("data.source={npz: {path: " + path + "}}");
  }

  private static List<String> conllu(String file) {
    return List.of(
        "data.source={conllu: {path: " + file + "}}",
        "data.input.text.column=form",
        "data.target.class.column=upos");
  }

  private static List<String> conll(String file) {
    return List.of("data.source={conll: {path: " + file + ", columns: [text, label, more]}}");
  }

  private static final List<String> NEXT =
      List.of("data.input={text: {column: text}}", "data.target={next: {}}");

  private static final List<String> LABELS =
      List.of(
          "data.input={text: {column: more}}",
          "data.target={labels: {column: ids, separator: ' '}}");

  private static final List<String> TAGGED =
      List.of(
          "data.source={csv: {path: tagged.csv}}",
          "data.input={tokens: {column: form}}",
          "data.target={tags: {column: tag}}");

  private static List<String> translated(String beam) {
    return List.of(
        "data.source={csv: {path: pairs.csv}}",
        "data.target={text: {column: other, max_length: 9, beam: " + beam + "}}",
        "network={encoder: [{embedding: {size: 4}}, {lstm: {units: 3}}], decoder: [{embedding:"
            + " {size: 3}}, {gru: {units: 3}}], attention: {additive: {}}}");
  }

  private static final List<String> IN_SCRIPTS =
      List.of(
          "data.source={csv: {path: scripts.csv}}",
          "data.target={text: {column: other, tokenizer: {words: {}}, max_length: 9}}",
          "network={encoder: [{embedding: {size: 4}}, {lstm: {units: 3}}], decoder: [{embedding:"
              + " {size: 3}}, {gru: {units: 3}}]}");

  private static List<String> mostlyUnknown(String beam) {
    List<String> all = new ArrayList<>(translated(beam));
    all.add("data.target.text.vocabulary.size=3");
    return all;
  }

  private static List<String> forced(String forcing) {
    List<String> all = new ArrayList<>(translated("{}"));
    all.add("training.teacher_forcing=" + forcing);
    return all;
  }

  private static final List<String> IN_ANOTHER_NOTATION =
      List.of(
          "data.source={csv: {path: priced.csv}}",
          "data.columns={load: {number: {thousands: _, prefix: x-, suffix: '%'}}}");

  private static List<String> inSeries(String series) {
    return List.of("data.series=" + series, "data.time={season: 7}");
  }

  private static final List<String> WORDS =
      List.of(
          "data.source={csv: {path: words.csv}}",
          "data.target={forecast: {columns: [wind], horizon: 2}}",
          "data.input.series.past_covariates=[load]",
          "data.columns={load: {missing: {forward: {}}, categories: {}}}");

  private static List<String> missing(String kind) {
    return List.of("data.columns={load: {missing_values: ['7.25'], missing: " + kind + "}}");
  }

  private static final String NO_PROGRESS = "{sgd: {learning_rate: 1e-12}}";

  /** What must hold for a key, or for all below it, to matter; the longest path counts. */
  private static final Map<String, List<String>> CONTEXTS =
      Map.ofEntries(
          Map.entry("tracking.mlflow.uri", MLFLOW),
          Map.entry("tracking.mlflow.experiment", MLFLOW),
          Map.entry("tracking.mlflow.model", MLFLOW),
          Map.entry("tracking.mlflow.wait_seconds", MLFLOW),
          Map.entry("data.source.csv", List.of("data.source={csv: {path: texts.csv}}")),
          Map.entry("data.source.tsv", List.of("data.source={tsv: {path: texts.tsv}}")),
          Map.entry("data.source.csv.limits.unpacked", List.of("data.source.csv.path=many.csv.gz")),
          Map.entry(
              "data.source.tsv.limits.unpacked", List.of("data.source={tsv: {path: many.tsv.gz}}")),
          Map.entry("data.source.conllu", conllu("words.conllu")),
          Map.entry("data.source.conllu.limits.unpacked", conllu("many.conllu.gz")),
          Map.entry("data.source.conll", conll("words.conll")),
          Map.entry("data.source.conll.limits.unpacked", conll("many.conll.gz")),
          Map.entry("data.source.jsonl", List.of("data.source={jsonl: {path: texts.jsonl}}")),
          Map.entry(
              "data.source.jsonl.limits.unpacked",
              List.of("data.source={jsonl: {path: many.jsonl.gz}}")),
          Map.entry("data.source.lines", lines("labels.txt")),
          Map.entry("data.source.lines.limits.unpacked", lines("many.txt.gz")),
          Map.entry("data.source.folder", folder("texts.dir")),
          Map.entry("data.source.folder.limits.unpacked", folder("many.tar.gz")),
          Map.entry("data.source.npz", npz("texts.npz")),
          Map.entry("data.source.npz.limits.unpacked", npz("many.npz")),
          Map.entry("data.series", inSeries("{by: [half], short_series: skip}")),
          Map.entry("data.series.short_series", inSeries("{by: [part], short_series: skip}")),
          Map.entry(
              "data.series.wide",
              List.of(
                  "data.source={csv: {path: wide.csv}}",
                  "data.series={wide: {id: id, columns: [t*]}}",
                  "data.time={season: 7}")),
          Map.entry(
              "data.input.series.channels", List.of("data.target.forecast.columns=[load, wind]")),
          Map.entry("data.series.embedding", inSeries("{by: [half], embedding: {}}")),
          Map.entry("data.input.series.static", inSeries("{by: [half]}")),
          Map.entry("data.columns.load.categories", WORDS),
          Map.entry("data.columns", List.of("data.columns={load: {}}")),
          Map.entry("data.columns.load.number.decimal", IN_ANOTHER_NOTATION),
          Map.entry("data.columns.load.number.thousands", IN_ANOTHER_NOTATION),
          Map.entry("data.columns.load.number.prefix", IN_ANOTHER_NOTATION),
          Map.entry("data.columns.load.number.suffix", IN_ANOTHER_NOTATION),
          // too few rows to forecast twice from, or a class that one word tells
          Map.entry("checks.ignore", List.of("data.split.test={rows: 3}")),
          Map.entry("data.input.text.padding", List.of("data.input.text.mask=false")),
          Map.entry("data.input.text", List.of()),
          Map.entry(
              "data.input.text.features",
              List.of("data.input.text.features={numbers: [stars], categories: [part2]}")),
          Map.entry("data.input.text.clean", ODD),
          Map.entry(
              "data.input.text.tokenizer.words.unspaced",
              List.of("data.source={csv: {path: odd.csv}}")),
          Map.entry(
              "data.input.text.tokenizer.words.emoji",
              List.of("data.source={csv: {path: odd.csv}}")),
          Map.entry("data.input.tokens", TAGGED),
          Map.entry("data.target.tags", TAGGED),
          Map.entry("data.target.text", translated("{}")),
          Map.entry("data.target.text.beam", translated("{width: 3}")),
          Map.entry("data.target.text.tokenizer.words.unspaced", IN_SCRIPTS),
          Map.entry("data.target.text.tokenizer.words.emoji", IN_SCRIPTS),
          Map.entry("data.target.text.beam.length_penalty", mostlyUnknown("{width: 3}")),
          Map.entry("data.target.text.unknown", mostlyUnknown("{}")),
          Map.entry("data.input.ids", List.of("data.input={ids: {column: ids, max_length: 5}}")),
          Map.entry(
              "data.input.ids.padding",
              List.of("data.input={ids: {column: ids, mask: false, max_length: 9}}")),
          Map.entry("network.attention", translated("{}")),
          Map.entry(
              "training.pretrain.language_model",
              List.of("training.pretrain={language_model: {epochs: 3, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.sequence_autoencoder",
              List.of("training.pretrain={sequence_autoencoder: {epochs: 3, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.sequence_autoencoder.schedule",
              List.of( // without validation, the last epoch is kept
                  "data.split={test: {share: 0.25}}",
                  "training.pretrain={sequence_autoencoder: {epochs: 3, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.language_model.schedule",
              List.of( // without validation, the last epoch is kept
                  "data.split={test: {share: 0.25}}",
                  "training.pretrain={language_model: {epochs: 3, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.sequence_autoencoder.patience",
              List.of(
                  "training.pretrain={sequence_autoencoder: {epochs: 30, batch_size: 2,"
                      + " learning_rate: 0.3, cache: kept.dir}}")),
          Map.entry(
              "training.pretrain.language_model.patience",
              List.of(
                  "training.pretrain={language_model: {epochs: 30, batch_size: 2,"
                      + " learning_rate: 0.3, cache: kept.dir}}")),
          Map.entry(
              "training.fine_tuning.layer_factor",
              List.of("training.fine_tuning={layer_factor: 2.6}")),
          Map.entry(
              "training.fine_tuning.unfreeze_every",
              List.of("training.fine_tuning={layer_factor: 2.6}")),
          Map.entry("training.truncated_backpropagation", NEXT),
          Map.entry("training.ensemble.seeds", List.of("training.ensemble={seeds: 2}")),
          Map.entry("training.teacher_forcing", forced("{ratio: 0.5}")),
          Map.entry("training.teacher_forcing.ratio", forced("{}")),
          Map.entry("data.input.series", List.of()),
          Map.entry(
              "data.input.series.holidays",
              List.of("data.input.series.holidays={dates: [2024-01-09]}")),
          Map.entry("data.input.sequence", List.of()),
          Map.entry(
              "data.input.sequence.wide",
              List.of("data.input={sequence: {wide: {columns: [x, y]}}}")),
          Map.entry("data.input.sequence.keep", List.of("data.input.sequence.max_length=2")),
          Map.entry("data.target.class", List.of()),
          Map.entry("data.target.labels", LABELS),
          Map.entry(
              "data.target.labels.columns",
              List.of(
                  "data.source={csv: {path: flags.csv}}",
                  "data.target={labels: {columns: [flag2]}}")),
          Map.entry("data.target.number", List.of("data.target={number: {columns: [stars]}}")),
          Map.entry("data.target.forecast", List.of()),
          Map.entry(
              "data.target.forecast.distribution.negative_binomial",
              List.of(
                  "data.target.forecast.columns=[wind]",
                  "data.target.forecast.distribution={negative_binomial: {}}")),
          Map.entry(
              "data.target.forecast.intervals.conformal",
              List.of("data.target.forecast.intervals=" + INTERVALS)),
          Map.entry(
              "data.target.forecast.intervals.conformal.errors",
              List.of(
                  "data.target.forecast.intervals=" + INTERVALS,
                  "data.input.series.window_scale={mean: {}}")),
          Map.entry("data.time.column", List.of("data.input.series.calendar=[weekday]")),
          Map.entry(
              "data.time.columns",
              List.of(
                  "data.time={columns: [day], frequency: 1d}",
                  "data.input.series.calendar=[weekday]")),
          Map.entry(
              "data.time.order",
              List.of("data.time={column: earlier, frequency: 1d, order: sort}")),
          Map.entry(
              "data.time.duplicates",
              List.of("data.time={column: twice, frequency: 1d, duplicates: first}")),
          Map.entry(
              "data.time.zone",
              List.of(
                  "data.source={csv: {path: hours.csv}}",
                  "data.time={column: time, frequency: 1h, format: epoch_seconds}",
                  "data.input.series.calendar=[hour]")),
          Map.entry(
              "data.time.gaps",
              List.of(
                  "data.time={column: gappy, frequency: 1d, gaps: insert}",
                  "data.columns={load: {missing: forward}}")),
          Map.entry("data.columns.load.missing", missing("{constant: {value: 9}}")),
          Map.entry("data.columns.load.missing.constant", missing("{constant: {value: 9}}")),
          Map.entry("data.split.validation.column", BY_COLUMN),
          Map.entry("data.split.validation.value", BY_COLUMN),
          Map.entry("data.split.test.column", BY_COLUMN),
          Map.entry("data.split.test.value", BY_COLUMN),
          Map.entry("training.early_stopping", List.of("training.early_stopping={patience: 1}")),
          Map.entry(
              "training.early_stopping.patience",
              List.of("training.early_stopping={}", "training.optimizer=" + NO_PROGRESS)),
          Map.entry("training.loss.huber", List.of("training.loss={huber: {}}")),
          Map.entry("training.schedule.step", List.of("training.schedule={step: {every: 1}}")),
          Map.entry(
              "training.schedule.plateau",
              List.of(
                  "training.schedule={plateau: {patience: 1}}",
                  "training.optimizer=" + NO_PROGRESS)));

  /** Keys that the data or the network decide: each value but the right one is refused. */
  private static final Set<String> DECIDED =
      Set.of(
          "version",
          "data.source.csv.delimiter",
          "data.source.conll.delimiter",
          "data.source.jsonl.columns",
          "data.source.npz.parts",
          "data.source.folder.classes",
          "data.source.lines.path", // a target needs a column of its own so far
          "data.source.lines.documents",
          "data.target.text.tokenizer.words.ngrams", // a text is written word by word
          "data.time.format",
          "data.time.frequency",
          "data.time.gaps",
          "data.time.order",
          "data.series.short_series",
          "data.series.wide.id",
          "data.columns.load.missing_values",
          "data.columns.load.number.decimal",
          "data.columns.load.number.prefix",
          "data.columns.load.number.suffix",
          "data.columns.load.number.thousands",
          "data.input.ids.column",
          "data.input.tokens.vocabulary.hash", // of texts only
          "data.target.text.vocabulary.hash",
          "network.bidirectional.return_sequences",
          "network.gru.return_sequences",
          "network.lstm.return_sequences",
          "network.simple_rnn.return_sequences");

  @TempDir private Path folder;
  private final Map<List<String>, Effects> known = new HashMap<>();
  private final Set<String> without = new TreeSet<>(); // changes that were accepted and did nothing
  private final Set<String> refused = new TreeSet<>();
  private final Set<String> keys = new TreeSet<>();
  private final Set<String> effective = new TreeSet<>();

  @BeforeEach
  void writeData() throws IOException {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>(List.of("text,label,more,part,part2,ids,stars,votes"));
    for (int i = 0; i < 48; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 2 + random.nextInt(6); w > 0; w--) {
        words.add((w % 2 == 0 ? "W" : "w") + random.nextInt(9) + (w % 3 == 0 ? "!" : ""));
      }
      words.add(random.nextInt(words.size()), i % 2 == 0 ? "fine" : "awful");
      texts.add(
          String.join(" ", words)
              + (i % 2 == 0 ? ",good" : ",bad")
              + (",m" + i % 5)
              + ("," + "aabbcacd".charAt(i % 8))
              + ("," + "abbaacca".charAt(i % 8))
              + (",1 " + (3 + i % 5) + " 9 4 " + (20 + i) + " 5 7")
              + ("," + i % 4)
              + ("," + i % 3));
    }
    write("vectors.txt", List.of("fine 0.5 1 -1", "awful 1 2 3"));
    write("texts.csv", texts);
    List<String> flags = new ArrayList<>(List.of("text,flag,flag2"));
    for (int i = 1; i < texts.size(); i++) {
      flags.add("%s,%s,%s".formatted(texts.get(i).split(",")[0], i % 2, i % 3 == 0 ? 1 : 0));
    }
    write("flags.csv", flags);
    write(
        "odd.csv",
        texts.stream()
            .map(line -> line.replaceFirst("^w", "<b>w\u0007\uFF57\u4e2d\u6587\u2764</b>"))
            .toList());
    for (String file : List.of("bytes.json", "tokenizer.json")) {
      Files.copy(
          Path.of("src/test/resources/tokenizers")
              .resolve(file.replace("tokenizer", "whitespace").replace("bytes", "byte-level")),
          folder.resolve(file));
    }
    List<String> tagged = new ArrayList<>(List.of("sentence,half,form,lemma,tag,part"));
    for (int i = 0; i < 160; i++) {
      int word = random.nextInt(9);
      tagged.add(
          "%s,%s,%s%s,l%s,%s,p%s"
              .formatted(
                  i / 4,
                  i / 2,
                  i % 3 == 0 ? "W" : "w",
                  word,
                  word / 2,
                  word % 3 == 0 ? "O" : word % 2 == 0 ? "B-x" : "B-y",
                  word % 4));
    }
    write("tagged.csv", tagged);
    List<String> pairs = new ArrayList<>(List.of("text,other,third"));
    for (int i = 1; i < texts.size(); i++) {
      String words = texts.get(i).split(",")[0];
      pairs.add(words + "," + new StringBuilder(words).reverse() + "," + words.replace('w', 'v'));
    }
    write("pairs.csv", pairs);
    write(
        "scripts.csv",
        pairs.stream().map(line -> line.replace("8", "\u4e2d\u6587\u2764")).toList());
    write("longer.csv", texts.subList(0, 41));
    write("other.csv", texts.subList(0, 31));
    write("texts.tsv", texts.stream().map(line -> line.replace(',', '\t')).toList());
    write("other.tsv", texts.subList(0, 31).stream().map(l -> l.replace(',', '\t')).toList());
    write("texts.jsonl", jsonl(texts));
    write("other.jsonl", jsonl(texts.subList(0, 31)));
    write("labels.txt", labels(texts));
    write("other.txt", labels(texts.subList(0, 31)));
    writeFolder("texts.dir", texts);
    writeFolder("other.dir", texts.subList(0, 31));
    writeArrays("texts.npz", texts);
    writeArrays("other.npz", texts.subList(0, 31));
    write("words.conllu", conllu(texts));
    write("other.conllu", conllu(texts.subList(0, 31)));
    write("words.conll", conll(texts));
    write("other.conll", conll(texts.subList(0, 31)));

    List<String> many = new ArrayList<>(texts);
    while (many.size() < 3000) { // more than 64 KiB
      many.addAll(texts.subList(1, texts.size()));
    }
    pack("many.csv.gz", many);
    pack("many.tsv.gz", many.stream().map(line -> line.replace(',', '\t')).toList());
    pack("many.jsonl.gz", jsonl(many));
    pack("many.txt.gz", labels(many));
    packArchive("many.tar.gz", many);
    writeArrays("many.npz", many);
    pack("many.conllu.gz", conllu(many));
    pack("many.conll.gz", conll(many));

    List<String> steps = new ArrayList<>(List.of("id,piece,step,shuffled,x,y,label"));
    for (int i = 0; i < 40; i++) {
      for (int step = 0; step <= 1 + i % 3; step++) {
        steps.add(
            "%s,%s,%s,%s,%s,%s,%s"
                .formatted(
                    i,
                    i + (step == 0 ? "a" : "b"),
                    step,
                    -step,
                    random.nextInt(8) / 4.0,
                    random.nextInt(8),
                    i % 14 != 0 ? "good" : "bad")); // a warning that checks.ignore can silence
      }
    }
    write("steps.csv", steps);

    List<String> days =
        new ArrayList<>(List.of("day,later,earlier,gappy,twice,load,wind,half,part"));
    for (int i = 0; i < 60; i++) {
      LocalDate day = LocalDate.of(2024, 1, 1).plusDays(i);
      double load = 10 + 3 * Math.sin(i * 0.9) + random.nextInt(8) / 4.0;
      days.add(
          "%s,%s,%s,%s,%s,%s,%s,%s,%s"
              .formatted(
                  day,
                  day.plusDays(3),
                  day.minusDays(2L * i),
                  day.plusDays(i < 9 ? 0 : 2),
                  day.minusDays(i < 9 ? 0 : 1),
                  i == 9 ? 7.25 : load,
                  5 + random.nextInt(9),
                  i / 30,
                  i % 30 == 0 ? "few" : i % 2));
    }
    write("days.csv", days);
    List<String> hours = new ArrayList<>(List.of("time,load"));
    for (int i = 1; i < days.size(); i++) {
      hours.add(3600 * i + "," + days.get(i).split(",")[5]);
    }
    write("hours.csv", hours);
    List<String> words = new ArrayList<>(List.of("day,load,wind"));
    for (int i = 1; i < days.size(); i++) {
      String[] cells = days.get(i).split(",");
      String word = i % 7 == 4 ? "" : List.of("calm", "dry", "wet", "hot").get(i * i % 11 % 4);
      words.add(cells[0] + "," + (i % 20 == 3 ? "hail" : word) + "," + cells[5]);
    }
    write("words.csv", words);
    List<String> wide = new ArrayList<>(List.of("id,name"));
    for (int i = 0; i < 30; i++) {
      wide.set(0, wide.get(0) + ",t" + i);
    }
    for (String id : List.of("a", "b")) {
      wide.add(
          Stream.concat(Stream.of(id, "same"), random.ints(30, 0, 9).mapToObj(Integer::toString))
              .collect(Collectors.joining(",")));
    }
    write("wide.csv", wide);
    write(
        "priced.csv",
        days.stream().map(line -> line.replaceAll(",\\d+(\\.\\d+),", ",x-1_000$1%,")).toList());
  }

  private static List<String> jsonl(List<String> texts) {
    return texts.stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(row -> "{\"text\": \"" + row[0] + "\", \"label\": \"" + row[1] + "\"}")
        .toList();
  }

  private static List<String> labels(List<String> texts) {
    return texts.stream().skip(1).map(line -> line.split(",")[1]).toList();
  }

  /** The texts as words, one a sentence, and the labels as their part of speech. */
  private static List<String> conllu(List<String> texts) {
    return texts.stream()
        .skip(1)
        .map(line -> line.split(","))
        .flatMap(row -> Stream.of("1\t" + row[0] + "\t_\t" + row[1] + "\t_".repeat(6), ""))
        .toList();
  }

  private static List<String> conll(List<String> texts) {
    return texts.stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(row -> row[0].replace(' ', '-') + " " + row[1] + " " + row[2])
        .toList();
  }

  private void pack(String name, List<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writeFolder(String name, List<String> texts) throws IOException {
    for (int i = 1; i < texts.size(); i++) {
      String[] row = texts.get(i).split(",");
      Path file = folder.resolve(name).resolve(row[1]).resolve(i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, row[0]);
    }
  }

  private void packArchive(String name, List<String> texts) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))))) {
      for (int i = 1; i < texts.size(); i++) {
        String[] row = texts.get(i).split(",");
        TarArchiveEntry entry = new TarArchiveEntry(row[1] + "/" + i + ".txt");
        entry.setSize(row[0].length());
        tar.putArchiveEntry(entry);
        tar.write(row[0].getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
      }
    }
  }

  /** As numpy.savez_compressed(name, text=text, label=label), of ASCII. */
  private void writeArrays(String name, List<String> texts) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (String column : List.of("text", "label")) {
        zip.putNextEntry(new ZipEntry(column + ".npy"));
        int rows = texts.size() - 1;
        String header =
            "{'descr': '|S99', 'fortran_order': False, 'shape': (%s,), }\n".formatted(rows);
        StringBuilder file = new StringBuilder("\u0093NUMPY\u0001\0");
        file.append((char) header.length()).append('\0').append(header);
        for (String line : texts.subList(1, texts.size())) {
          String value = line.split(",")[column.equals("text") ? 0 : 1];
          file.append(value).append("\0".repeat(99 - value.length()));
        }
        zip.write(file.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  private void write(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines);
  }

  /** A key that nobody could change so far needs a value in SAMPLES or a place in CONTEXTS. */
  @Test
  void everyKeyChangesWhatIsDoneOrIsRefused() {
    for (String base : List.of(TEXTS, SERIES, SEQUENCES)) {
      walk(base, new ValueType.Body(Config.class), KeyPath.ROOT, List.of());
    }

    Set<String> decided = new TreeSet<>(DECIDED);
    keys.stream()
        .filter(
            key ->
                key.matches(
                    "data\\.source\\..*\\.limits\\..*"
                        + "|network\\.decoder\\..*\\.(return_sequences|recurrent_(weight_)?dropout|residual)|network\\.decoder\\.embedding\\.((word_)?dropout|adversarial_noise|vectors)"))
        .forEach(decided::add);
    Set<String> never = new TreeSet<>(keys);
    never.removeAll(effective);
    never.removeAll(decided);
    assertThat(never).as("keys that were never seen to have an effect").isEmpty();
    assertThat(refused).containsAll(decided);
    assertThat(without).as("keys that may be changed without any effect").isEmpty();
    assertThat(effective).hasSizeGreaterThan(130);
  }

  // The walk

  private void walk(String base, ValueType type, String path, List<String> context) {
    if (type instanceof ValueType.Body body) {
      for (Key key : body.section().keys()) {
        key(base, key, KeyPath.child(path, key.name()), context);
      }
    } else if (type instanceof ValueType.Choice choice) {
      for (String kind : choice.names()) {
        ValueType.Body body = choice.find(kind).orElseThrow();
        String kindPath = KeyPath.child(path, kind);
        List<String> chosen = new ArrayList<>(context);
        chosen.add(path + "=" + kind(kind, body));
        walk(base, body, kindPath, contextOf(kindPath).orElse(chosen));
      }
    }
  }

  private void key(String base, Key key, String path, List<String> around) {
    List<String> context = contextOf(path).orElse(around);
    ValueType type = key.type();
    if (path.equals("network")) {
      ValueType.Choice layers = (ValueType.Choice) ((ValueType.ListOrMap) type).items().item();
      layers(base, layers);
      decoder(base, layers);
      walk(base, ((ValueType.ListOrMap) type).map(), path, context);
    } else if (type instanceof ValueType.Items && path.matches("network\\.(en|de)coder")) {
      return; // its layers are changed one by one
    } else if (type instanceof ValueType.Body) {
      walk(base, type, path, context);
    } else if (type instanceof ValueType.Entries entries) {
      walk(base, entries.value(), path + ".load", context);
    } else {
      change(base, path, key, context);
      // The same schedules and sources as without a warm-up, for the training and the data.
      boolean nested =
          path.endsWith(".then")
              || path.matches("training\\.pretrain\\.\\w+\\.(schedule|unlabelled)");
      if (type instanceof ValueType.Choice && !nested) {
        walk(base, type, path, context);
      }
    }
  }

  /** Each layer where the network takes one: after the first layer, or at its end. */
  private void layers(String base, ValueType.Choice layers) {
    for (String kind : layers.names()) {
      ValueType.Body body = layers.find(kind).orElseThrow();
      String written = kind(kind, body);
      boolean text = base.equals(TEXTS);
      String embedding = "embedding: {size: 4}";
      List<String> before = text ? List.of(embedding) : List.of();
      // As many as the layer gives.
      int given =
          Map.of("bidirectional", 6, "dense", 16, "self_attention", 4).getOrDefault(kind, 3);
      for (List<String> after :
          List.of(
              List.of("lstm: {units: 3}"),
              List.of("dense: {units: 3}"),
              List.<String>of(),
              List.of("", "lstm: {units: 3}"))) {
        List<String> network = new ArrayList<>();
        boolean behind = after.size() == 2; // the layer comes last
        if (!kind.equals("embedding")) {
          network.addAll(before);
        }
        if (behind) {
          network.add(after.get(1));
        }
        int index = network.size();
        network.add(written.substring(1, written.length() - 1));
        if (!behind) {
          network.addAll(after);
        }
        List<String> context =
            List.of(
                "network=["
                    + String.join(", ", network.stream().map(l -> "{" + l + "}").toList())
                    + "]");
        if (effects(base, context).refusal().isEmpty()) {
          for (Key key : body.section().keys()) {
            String path = "network[" + index + "]." + kind + "." + key.name();
            String around = context.get(0);
            if (key.name().equals("residual")) {
              around = around.replace(embedding, "embedding: {size: " + given + "}");
            } else if (key.name().equals("linear_start")) {
              around = around.replace("output: {}", "output: {linear_skip: true}");
            }
            change(base, path, key, List.of(around));
          }
          break;
        }
      }
    }
  }

  /** Each layer behind an embedding of a decoder, or before a recurrent layer. */
  private void decoder(String base, ValueType.Choice layers) {
    for (String kind : layers.names()) {
      ValueType.Body body = layers.find(kind).orElseThrow();
      String written = kind(kind, body);
      List<List<String>> networks =
          List.of(
              List.of("{embedding: {size: 4}}", written),
              List.of(written, "{gru: {units: 3}}")); // dropout and embedding need one
      for (List<String> network : networks) {
        List<String> context = new ArrayList<>(translated("{}"));
        context.add("network.decoder=[" + String.join(", ", network) + "]");
        if (effects(base, context).refusal().isEmpty()) {
          String path = "network.decoder[" + network.indexOf(written) + "]." + kind + ".";
          for (Key key : body.section().keys()) {
            change(base, path + key.name(), key, context);
          }
          break;
        }
      }
    }
  }

  private static Optional<List<String>> contextOf(String path) {
    return Optional.ofNullable(CONTEXTS.get(path));
  }

  /** A choice with its required keys only: {@code {lstm: {units: 64}}}. */
  private static String kind(String name, ValueType.Body body) {
    List<String> required = new ArrayList<>();
    for (Key key : body.section().keys()) {
      if (key.isRequired()) {
        required.add(key.name() + ": " + key.example().orElseThrow());
      }
    }
    return "{" + name + ": {" + small(String.join(", ", required)) + "}}";
  }

  /** An example with a layer that is trained in no time. */
  private static String small(String example) {
    return example.replace("64", "3").replace("32", "3").replace("24", "2");
  }

  // One key

  private void change(String base, String path, Key key, List<String> context) {
    String shown = path.replaceAll("\\[\\d+]", "");
    keys.add(shown);
    if (effects(base, context).refusal().isPresent()) {
      refused.add(shown);
      return; // has no place in this base
    }
    ValueType type = key.type();
    String usual =
        key.defaultValue()
            .map(Flow::text)
            .or(key.isRequired() ? key::example : Optional::empty)
            .orElse("");
    List<String> values = values(shown, type, usual);
    boolean each = type instanceof ValueType.Word || type instanceof ValueType.Choice;
    boolean any = false; // whether some value was refused or had an effect
    List<String> silent = new ArrayList<>();
    for (String value : values) {
      List<String> changed = new ArrayList<>(context);
      changed.add(value.startsWith("!") ? value.substring(1) : path + "=" + value);
      Effects effects = effects(base, changed);
      if (effects.refusal().isPresent()) {
        any = true;
        refused.add(shown);
      } else if (effects.differsFrom(effects(base, context))) {
        effective.add(shown);
        any = true;
        if (!each) {
          break; // a number may be too near to the default to matter; one that matters is enough
        }
      } else {
        silent.add(value);
      }
    }
    // one value of an optional key may be what the key stands for when it is left out
    boolean named = key.isOptional() && silent.size() == 1 && any;
    if (each && !named ? !silent.isEmpty() : !any && !silent.isEmpty()) {
      without.add(
          (base.equals(TEXTS) ? "texts: " : base.equals(SERIES) ? "series: " : "sequences: ")
              + shown
              + " "
              + silent);
    }
  }

  /** Values other than the usual one; an override of another key after an exclamation mark. */
  private static List<String> values(String path, ValueType type, String usual) {
    if (SAMPLES.containsKey(path)) {
      return SAMPLES.get(path);
    }
    Set<String> values = new LinkedHashSet<>();
    if (type instanceof ValueType.Flag) {
      values.addAll(List.of("true", "false"));
    } else if (type instanceof ValueType.Whole whole) {
      for (long value : new long[] {1, 2, 3, 5, 10, 43}) {
        values.add(Long.toString(Math.max(whole.min(), Math.min(whole.max(), value))));
      }
    } else if (type instanceof ValueType.Real real) {
      DoubleStream.of(0.25, 0.5, 0.9, 2, 1e-3, 1e-1, 100)
          .filter(real::allows)
          .forEach(value -> values.add(Shown.number(value)));
    } else if (type instanceof ValueType.Word word) {
      values.addAll(word.words());
    } else if (type instanceof ValueType.Choice choice) {
      choice.names().forEach(name -> values.add(kind(name, choice.find(name).orElseThrow())));
    } else if (type instanceof ValueType.Items items) {
      values(path, items.item(), "").forEach(value -> values.add("[" + value + "]"));
    } else {
      throw new AssertionError("name a value of " + path + " in SAMPLES");
    }
    values.remove(small(usual));
    return List.copyOf(values);
  }

  // What a config does

  private Effects effects(String base, List<String> overrides) {
    List<String> key = new ArrayList<>(overrides);
    key.add(base);
    return known.computeIfAbsent(key, k -> Effects.of(base, folder, overrides));
  }

  /** What a config does, found out as far as it is asked for. */
  private static final class Effects {
    private final Optional<UserException> refusal;
    private final Path folder;
    private LoadedConfig loaded;
    private Config config;
    private Dataset data;
    private NetworkPlan plan;
    private Path run; // the folder of the training
    private TrainedNetwork trained;
    private final Map<Integer, Object> stages = new LinkedHashMap<>();

    private Effects(String base, Path folder, List<String> overrides) {
      this.folder = folder;
      Optional<UserException> thrown = Optional.empty();
      try {
        // paths in overrides are relative to the working directory
        String[] located = overrides.stream().map(o -> located(o, folder)).toArray(String[]::new);
        loaded = ConfigReader.parse(base, "toy.yaml", folder, List.of(located));
        config = loaded.config();
        EvaluationPlan.of(config);
        data = Dataset.load(config.data());
        List<Problem> faults = data.pipeline().target().faults(config.evaluation(), data.parts());
        if (!faults.isEmpty()) {
          throw new UserException(faults);
        }
        plan = NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
        Pretraining.of(config, data, plan, WordVectors.of(config.network(), data));
      } catch (UserException e) {
        thrown = Optional.of(e);
      }
      refusal = thrown;
    }

    static Effects of(String base, Path folder, List<String> overrides) {
      return new Effects(base, folder, overrides);
    }

    private static String located(String override, Path folder) {
      return override.replaceAll(
          "(?<=[=\\s])(\\w+\\.([ct]sv|conllu?|jsonl?|txt|dir|tar|npz))\\b",
          folder.toString() + "/$1");
    }

    Optional<UserException> refusal() {
      return refusal;
    }

    boolean differsFrom(Effects other) {
      for (int stage = 0; stage < 7; stage++) {
        if (!stage(stage).equals(other.stage(stage))) {
          return true;
        }
      }
      return false;
    }

    private Object stage(int stage) {
      return stages.computeIfAbsent(
          stage,
          s ->
              switch (s) {
                case 0 -> batches();
                case 1 -> network();
                case 2 -> training();
                case 3 -> scores();
                case 4 -> files();
                case 5 -> config.checks().kept(data.warnings());
                default -> TrackedRuns.effects(config, folder);
              });
    }

    private Object batches() {
      List<Object> all = new ArrayList<>();
      for (Part part : Part.values()) {
        all.add(part.name());
        if (data.examples(part).size() == 0) {
          continue;
        }
        DataSetIterator batches =
            data.examples(part).batches(config.training().batchSize(), new BatchOrder.Shuffled(1));
        while (batches.hasNext()) {
          DataSet batch = batches.next();
          all.add(numbers(batch.getFeatures()));
          all.add(numbers(batch.getLabels()));
          all.add(numbers(batch.getFeaturesMaskArray()));
        }
      }
      all.add(data.pipeline().toJson());
      return all;
    }

    private Object network() {
      Network network = Network.untrained(plan, config.training(), 3, config.seed());
      return List.of(network.dl4jJson(), numbers(network.parameters().toBytes()));
    }

    private Object training() {
      List<Object> all = new ArrayList<>();
      try {
        Path runs = Files.createTempDirectory(folder, "run");
        run = RunFolder.create(runs, config.name(), Instant.EPOCH).path();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Checkpoints checkpoints = new Checkpoints(run.resolve("checkpoints"));
      trained = train(telling(all), Optional.of(checkpoints));
      config
          .training()
          .pretrain()
          .map(PretrainSpec::cache)
          .ifPresent(kept -> all.add(kept.filter(Files::isDirectory).toString()));
      for (EpochScores epoch : trained.epochs()) {
        all.addAll(List.of(epoch.loss(), epoch.validation(), epoch.learningRate().toString()));
      }
      all.add(trained.keptEpoch());
      all.add(numbers(trained.network().parameters().toBytes()));
      return all;
    }

    private Object scores() {
      stage(2);
      if (data.examples(Part.TEST).size() == 0) {
        return "none";
      }
      EvaluationPlan plan = EvaluationPlan.of(config);
      Examples test = data.examples(Part.TEST);
      Predictions predictions =
          Outcomes.of(trained.network().inference(1), trained.pipeline(), test, Patience.ENDLESS);
      return List.of(
          Evaluation.of(
                  plan,
                  predictions,
                  data.pipeline()
                      .target()
                      .baselines(
                          plan,
                          () -> Optional.of(data.parts()),
                          test,
                          predictions,
                          Patience.ENDLESS))
              .toMap(),
          trained
              .pipeline()
              .target()
              .evaluation(config.evaluation(), data.parts(), test, predictions));
    }

    private Object files() {
      stage(2);
      try {
        List<Object> kept = new ArrayList<>();
        if (config.training().pretrain().isPresent()) {
          train(telling(kept), Optional.empty()); // finds what the first training kept
        }
        Checkpoints checkpoints = new Checkpoints(run.resolve("checkpoints"));
        return List.of(run.getParent().getFileName(), checkpoints.lastEpoch(), shipped(), kept);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private TrainedNetwork train(Progress progress, Optional<Checkpoints> checkpoints) {
      Optional<WordVectors> vectors = WordVectors.of(config.network(), data);
      return new Ensemble(config, data, plan, vectors, Pretraining.of(config, data, plan, vectors))
          .train(progress, () -> false, checkpoints);
    }

    /** Of a pretraining its epochs, and where it is kept. */
    private static Progress telling(List<Object> told) {
      return Progress.NONE.withPretraining(
          new Progress() {
            @Override
            public void epochEnded(EpochScores scores, boolean best) {
              told.add(scores.epoch());
            }

            @Override
            public void found(Path folder) {
              told.add(folder.getParent());
            }
          });
    }

    /** The parameters of the model that a run keeps. */
    private Object shipped() throws IOException {
      stage(2);
      if (config.training().finalFit().isEmpty()) {
        return numbers(trained.network().parameters().toBytes());
      }
      Experiment experiment = Experiment.of(loaded);
      RunFolder run = new RunFolder(Files.createTempDirectory(folder, "shipped"));
      RunRecord.begin(run, experiment, List.of(), Instant.EPOCH)
          .end(experiment, experiment.train(), () -> Instant.EPOCH);
      return numbers(Files.readAllBytes(run.model().resolve("parameters.bin")));
    }

    private static Object numbers(byte[] floats) {
      return ByteBuffer.wrap(floats); // equal if the bytes are
    }

    private static Object numbers(INDArray array) {
      return array == null
          ? ""
          : List.of(
              Arrays.toString(array.shape()), FloatBuffer.wrap(array.dup('c').data().asFloat()));
    }
  }
}
