package dev.sluice.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.InputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The input of an imported network, as a config and a fitted pipeline describe it.
 *
 * @param yaml of {@code data.input}
 * @param fitted as its kind writes it
 * @param rows the rows of the other program's embedding table in our order of ids, -1 for zeros;
 *     empty for numbers
 * @param input the input of the other program
 * @param steps the most of an example
 */
record ImportedInput(
    String yaml, ObjectNode fitted, int[] rows, ForeignNetwork.Input input, int steps) {
  private static final int LEAST_IDS = 4;
  private static final int LONGEST = 10_000; // steps of masked examples, if nobody says
  private static final int LONGEST_OF_TOKENS = 20_000;
  private static final int FIRST_WORD = 2; // after padding and unknown
  private static final String SIGNS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~";

  /**
   * An example in the form that both programs have.
   *
   * @param features (1, steps) or (1, features, steps), row by row
   * @param shape of the features
   * @param steps those of the other program's input that are kept
   */
  record Example(float[] features, int[] shape, int[] steps) {}

  static ImportedInput of(ForeignNetwork network, ImportOptions options) {
    List<Problem> problems = new ArrayList<>();
    boolean numbers = network.input() instanceof ForeignNetwork.Numbers;
    Path file = network.file();
    refuse(
        file,
        numbers && options.input().words().isPresent(),
        "words",
        "it reads numbers",
        problems);
    refuse(
        file,
        numbers && options.input().column().isPresent(),
        "column",
        "it reads numbers",
        problems);
    refuse(
        file,
        numbers && options.input().padding().isPresent(),
        "padding",
        "it reads numbers",
        problems);
    refuse(
        file,
        !numbers && !options.input().columns().isEmpty(),
        "columns",
        "it reads ids",
        problems);
    refuse(
        file,
        options.input().padding().isPresent() && network.input().masked(),
        "padding",
        "it is masked in this model",
        problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    if (network.input() instanceof ForeignNetwork.Numbers of) {
      return ofNumbers(network, of, options);
    }
    ForeignNetwork.Ids ids = (ForeignNetwork.Ids) network.input();
    return options
        .input()
        .words()
        .map(words -> ofWords(network, ids, words, options.input()))
        .orElseGet(() -> ofIds(network, ids, options.input()));
  }

  private static void refuse(
      Path file, boolean wrong, String option, String why, List<Problem> problems) {
    if (wrong) {
      problems.add(
          Problem.inFile(
              file, "the option %s has no effect: %s".formatted(option, why), "leave it out"));
    }
  }

  // Ids and words

  private static ImportedInput ofIds(
      ForeignNetwork network, ForeignNetwork.Ids ids, ImportOptions.Input options) {
    if (network.ofSteps()) {
      throw refused(
          network,
          "has an output for each step, which needs tokens",
          "give the option words: a file of the words with their ids");
    }
    int count = Math.max(LEAST_IDS, ids.count());
    int length = length(network, options);
    String yaml =
        "ids: {column: %s, num_words: %s, max_length: %s%s}"
            .formatted(
                YamlValue.text(options.column().orElse("ids")),
                count,
                length,
                keepAndPadding(ids, options));
    ObjectNode fitted = JsonNodeFactory.instance.objectNode();
    fitted.put("version", 1).put("kind", "ids").put("num_words", count);
    int[] rows = IntStream.range(0, count).map(id -> id < ids.count() ? id : -1).toArray();
    return new ImportedInput(yaml, fitted, rows, ids, length);
  }

  private static ImportedInput ofWords(
      ForeignNetwork network,
      ForeignNetwork.Ids ids,
      ImportOptions.Words given,
      ImportOptions.Input options) {
    WordIndex index = WordIndex.read(given.file(), given.indexFrom());
    int unknown =
        given
            .unknown()
            .or(index::unknown)
            .orElseThrow(
                () ->
                    refused(
                        network,
                        "there is no word for unknown ones, so Keras leaves them out; Sluice needs"
                            + " a token in their place",
                        "give the option unknown: the id of that token, such as 2 for Keras's"
                            + " imdb, or 0 to read it like padding"));
    if (unknown < 0 || unknown >= ids.count()) {
      throw refused(
          network,
          "the id of unknown words is %s, but the model has ids from 0 to %s"
              .formatted(unknown, ids.count() - 1),
          "give one of these");
    }
    List<String> words = index.below(ids.count());
    if (words.isEmpty()) {
      throw refused(network, "no word has an id below " + ids.count(), "check the file of words");
    }
    int[] rows = new int[FIRST_WORD + words.size()];
    rows[1] = unknown;
    for (int i = 0; i < words.size(); i++) {
      rows[FIRST_WORD + i] = index.ids().get(words.get(i));
    }
    ObjectNode fitted = JsonNodeFactory.instance.objectNode();
    String size = "vocabulary: {size: %s}".formatted(rows.length);
    String column = YamlValue.text(options.column().orElse("text"));
    String yaml;
    int length;
    if (network.ofSteps()) {
      length = LONGEST_OF_TOKENS;
      if (!ids.masked()) {
        throw refused(
            network,
            "has an output for each step, also of padding that is not masked",
            "train it with Embedding(mask_zero=True)");
      }
      yaml = "tokens: {column: %s, %s}".formatted(column, size);
      fitted.put("version", 1).put("kind", "tokens").put("normal_form", "nfc");
      fitted.put("longest", length);
    } else {
      length = length(network, options);
      yaml =
          "text: {column: %s, tokenizer: %s, %s, max_length: %s%s}"
              .formatted(
                  column, tokenizer(given.tokenizer()), size, length, keepAndPadding(ids, options));
      fitted.put("version", 2).put("kind", "text").put("normal_form", "nfc");
    }
    words.forEach(fitted.putArray("vocabulary")::add);
    return new ImportedInput(yaml, fitted, rows, ids, length);
  }

  /**
   * Keras's Tokenizer keeps everything that is neither white space nor one of its filtered
   * characters.
   */
  private static String tokenizer(String name) {
    if (!name.equals("keras")) {
      return "{%s: {}}".formatted(name);
    }
    String signs = SIGNS.replaceAll("[\\[\\]\\\\^&\\-]", "\\\\$0");
    return "{regex: {pattern: %s}}".formatted(YamlValue.text("[^ \\t\\n" + signs + "]+"));
  }

  private static int length(ForeignNetwork network, ImportOptions.Input options) {
    Optional<Integer> given = options.maxLength();
    Optional<Integer> own = network.input().steps();
    if (given.isPresent() && own.isPresent() && !given.equals(own) && !network.input().masked()) {
      throw refused(
          network,
          "reads %s steps, but the option max-length is %s".formatted(own.get(), given.get()),
          "leave it out");
    }
    if (given.isEmpty() && own.isEmpty() && !network.input().masked()) {
      throw refused(
          network,
          "sees the padding of texts, but the file does not say how long they are padded",
          "give the option max-length: the maxlen of pad_sequences");
    }
    return given.or(() -> own).orElse(LONGEST);
  }

  private static String keepAndPadding(ForeignNetwork.Ids ids, ImportOptions.Input options) {
    InputSpec.Keep keep = options.keep().orElse(InputSpec.Keep.END); // as pad_sequences
    String kept = keep == InputSpec.Keep.START ? "" : ", keep: " + word(keep);
    return ids.masked()
        ? kept
        : kept + ", mask: false, padding: " + word(options.padding().orElse(InputSpec.Padding.PRE));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  // Numbers

  private static ImportedInput ofNumbers(
      ForeignNetwork network, ForeignNetwork.Numbers numbers, ImportOptions options) {
    if (network.ofSteps()) {
      throw refused(
          network,
          "has an output for each step of numbers",
          "Sluice has targets for each step only for texts");
    }
    boolean wide = numbers.steps().isPresent() && !numbers.masked();
    if (wide && (options.input().maxLength().isPresent() || options.input().keep().isPresent())) {
      throw refused(
          network,
          "reads %s steps of each example: max-length and keep have no effect"
              .formatted(numbers.steps().get()),
          "leave them out");
    }
    int features = numbers.features();
    int steps = wide ? numbers.steps().get() : options.input().maxLength().orElse(LONGEST);
    List<String> columns = columns(network, wide ? steps : 1, features, options);
    List<Scaler.By> scales = List.of();
    if (options.scaler().isPresent()) {
      scales =
          Scaler.of(
              options.scaler().get(),
              Scaler.read(options.scaler().get()).inputs(),
              features,
              "inputs");
    } else {
      scales = Collections.nCopies(features, Scaler.By.NOTHING);
    }
    Map<String, List<String>> channels = new LinkedHashMap<>();
    for (int f = 0; f < features; f++) {
      int of = f;
      channels.put(
          wide ? features == 1 ? "value" : "feature" + f : columns.get(f),
          wide
              ? IntStream.range(0, steps).mapToObj(t -> columns.get(t * features + of)).toList()
              : List.of(columns.get(f)));
    }
    ObjectNode fitted = JsonNodeFactory.instance.objectNode();
    fitted.put("version", 1).put("kind", "sequence").put("steps", steps);
    ObjectNode byChannel = fitted.putObject("channels");
    int f = 0;
    for (Map.Entry<String, List<String>> channel : channels.entrySet()) {
      ObjectNode of = byChannel.putObject(channel.getKey());
      channel.getValue().forEach(of.putArray("columns")::add);
      of.put("shift", scales.get(f).mean()).put("divisor", scales.get(f++).scale());
    }
    String scale = scales.stream().allMatch(Scaler.By.NOTHING::equals) ? ", scale: {none: {}}" : "";
    return new ImportedInput(
        "sequence: {%s%s}".formatted(layout(wide, channels, columns, steps, options), scale),
        fitted,
        new int[0],
        numbers,
        steps);
  }

  private static String layout(
      boolean wide,
      Map<String, List<String>> channels,
      List<String> columns,
      int steps,
      ImportOptions options) {
    if (!wide) {
      return "long: {by: sequence, columns: %s}, max_length: %s, keep: %s"
          .formatted(
              YamlValue.list(columns),
              steps,
              word(options.input().keep().orElse(InputSpec.Keep.END)));
    }
    if (channels.size() == 1) {
      return "wide: {columns: %s}"
          .formatted(
              options.input().columns().isEmpty() && steps > 1
                  ? "[x0..x%s]".formatted(steps - 1)
                  : YamlValue.list(columns));
    }
    List<String> all = new ArrayList<>();
    channels.forEach((name, of) -> all.add(name + ": " + YamlValue.list(of)));
    return "wide: {channels: {%s}}".formatted(String.join(", ", all));
  }

  /** The name that our NumPy source gives to arrays if the user names none. */
  private static List<String> columns(
      ForeignNetwork network, int steps, int features, ImportOptions options) {
    List<String> given =
        options.input().columns().isEmpty() ? List.of() : ranges(options.input().columns());
    int count = Math.multiplyExact(steps, features);
    if (!given.isEmpty()) {
      if (given.size() != count || given.stream().distinct().count() < count) {
        throw refused(
            network,
            "%s columns are given, but it reads %s (%s)"
                .formatted(
                    given.size(),
                    count,
                    steps == 1
                        ? "one for each feature"
                        : steps + " steps of " + features + " features"),
            "list each once, step by step; x0..x9 means ten");
      }
      return given;
    }
    if (count > 1_000_000) {
      throw refused(network, "reads %s numbers of an example".formatted(count), "");
    }
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                steps == 1 || features == 1
                    ? "x" + i
                    : "x_%s_%s".formatted(i / features, i % features))
        .toList();
  }

  private static List<String> ranges(List<String> patterns) {
    List<String> columns = new ArrayList<>();
    for (String pattern : patterns) {
      var range =
          java.util.regex.Pattern.compile("(.*?)(\\d{1,6})\\.\\.\\1(\\d{1,6})").matcher(pattern);
      if (!range.matches()) {
        columns.add(pattern);
        continue;
      }
      for (int i = Integer.parseInt(range.group(2)); i <= Integer.parseInt(range.group(3)); i++) {
        columns.add(range.group(1) + i);
      }
    }
    return columns;
  }

  private static UserException refused(ForeignNetwork network, String what, String advice) {
    return new UserException(Problem.inFile(network.file(), what, advice));
  }

  // What it does to the network, and to what the other program was given

  /** The layers, with the rows of the embedding table in the order of our ids. */
  List<ForeignLayer> adapted(List<ForeignLayer> layers) {
    if (rows.length == 0) {
      return layers;
    }
    ForeignLayer first = layers.get(0);
    int size = first.outputs();
    float[] theirs = first.parameters().get("W");
    float[] ours = new float[Math.multiplyExact(rows.length, size)];
    for (int id = 0; id < rows.length; id++) {
      if (rows[id] >= 0) {
        System.arraycopy(theirs, rows[id] * size, ours, id * size, size);
      }
    }
    List<ForeignLayer> all = new ArrayList<>(layers);
    all.set(
        0,
        new ForeignLayer(first.origin(), first.kind(), first.options(), Map.of("W", ours), size));
    return all;
  }

  /**
   * An example that was passed to the other program.
   *
   * @param given ids, or (steps, features), row by row
   * @return empty if all of its steps are masked
   * @throws IllegalArgumentException if the network accepts no such example, with the reason
   */
  Optional<Example> example(float[] given) {
    if (input instanceof ForeignNetwork.Numbers numbers) {
      return ofNumbers(given, numbers);
    }
    Map<Integer, Integer> ours = new LinkedHashMap<>();
    for (int id = rows.length - 1; id >= 0; id--) {
      ours.put(rows[id], id); // the first of several: padding where unknown is read like it
    }
    int[] kept =
        IntStream.range(0, given.length).filter(t -> !input.masked() || given[t] != 0).toArray();
    if (kept.length == 0) {
      return Optional.empty();
    }
    if (kept.length > steps || !input.masked() && kept.length != steps) {
      throw new IllegalArgumentException(
          "has %s ids, but the model reads %s".formatted(kept.length, steps));
    }
    float[] features = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      float id = given[kept[i]];
      if (id != (int) id || !ours.containsKey((int) id)) {
        throw new IllegalArgumentException(
            "has the id %s, which the model or the words do not have".formatted(id));
      }
      features[i] = ours.get((int) id);
    }
    return Optional.of(new Example(features, new int[] {1, kept.length}, kept));
  }

  private Optional<Example> ofNumbers(float[] given, ForeignNetwork.Numbers numbers) {
    int width = numbers.features();
    if (given.length % width != 0
        || numbers.steps().filter(t -> t * width != given.length).isPresent()) {
      throw new IllegalArgumentException(
          "has %s numbers, but the model reads %s for each step".formatted(given.length, width));
    }
    int[] kept =
        IntStream.range(0, given.length / width)
            .filter(t -> !isMasked(given, t, numbers))
            .toArray();
    if (kept.length == 0) {
      return Optional.empty();
    }
    float[] features = new float[kept.length * width];
    for (int i = 0; i < kept.length; i++) {
      for (int f = 0; f < width; f++) {
        features[f * kept.length + i] = given[kept[i] * width + f];
      }
    }
    return Optional.of(new Example(features, new int[] {1, width, kept.length}, kept));
  }

  private static boolean isMasked(float[] given, int step, ForeignNetwork.Numbers numbers) {
    return numbers.masked()
        && IntStream.range(0, numbers.features())
            .allMatch(
                f -> given[step * numbers.features() + f] == (float) numbers.masks().getAsDouble());
  }
}
