package dev.sluice.predict;

import dev.sluice.batch.Documents;
import dev.sluice.data.Pipeline;
import dev.sluice.input.text.FittedDocuments;
import dev.sluice.input.text.Vocabulary;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.network.Reading;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A language model that continues texts. Each token costs the same, however long the text is.
 * Thread-safe. Make one and keep it; close it with the program.
 *
 * <pre>{@code
 * try (Generator generator = Generator.load(Path.of("runs/shakespeare/latest"))) {
 *   String text = generator.generate("KING:", Sampling.of(400, 1));
 * }
 * }</pre>
 */
public final class Generator implements AutoCloseable {
  private static final int LISTED = 20;
  private static final String UNFINISHED = "\uFFFD"; // the last character
  private static final int LONGEST_CHARACTER = 4; // tokens, of a byte each

  private final FittedDocuments texts;
  private final Inference network;

  private Generator(FittedDocuments texts, Inference network) {
    this.texts = texts;
    this.network = network;
  }

  /**
   * Loads a model and checks it against its own probe.
   *
   * @param path a run's folder, or its `model` folder wherever it was moved
   * @throws UserException if there is no model, it is damaged, or not a language model
   */
  public static Generator load(Path path) {
    Bundle bundle = Bundle.open(path);
    if (!bundle.pipeline().outputShape().readsOn()) {
      bundle.close();
      throw new UserException(
          Problem.inFile(
              path, "is not a language model", "train one, with data.target: {next: {}}"));
    }
    return new Generator(
        texts(bundle.pipeline()),
        bundle.network().onlyInference(Runtime.getRuntime().availableProcessors()));
  }

  /** Uses a model that was just trained; the network must not be trained while this is in use. */
  public static Generator of(Pipeline pipeline, Network network) {
    return new Generator(
        texts(pipeline), network.inference(Runtime.getRuntime().availableProcessors()));
  }

  /**
   * The language model of a predictor; closing this also closes the predictor.
   *
   * @throws IllegalStateException if it is not a language model
   */
  public static Generator of(Predictor predictor) {
    if (!predictor.pipeline().outputShape().readsOn()) {
      throw new IllegalStateException("this model " + predictor.pipeline().target().use());
    }
    return new Generator(texts(predictor.pipeline()), predictor.network());
  }

  private static FittedDocuments texts(Pipeline pipeline) {
    return pipeline.input().as(FittedDocuments.class);
  }

  /** Frees what was loaded. The network of {@link #of} is left to its owner. */
  @Override
  public void close() {
    network.close();
  }

  /**
   * Continues a text.
   *
   * @param prompt the beginning of a document; may be empty
   * @throws UserException naming what in the prompt the model does not know
   */
  public String generate(String prompt, Sampling how) {
    StringBuilder text = new StringBuilder();
    generate(
        prompt,
        how,
        token -> {
          text.append(token);
          return true;
        });
    return text.toString();
  }

  /**
   * The same, token by token.
   *
   * @param out receives each token with the separator before it; false ends the text
   */
  public void generate(String prompt, Sampling how, Predicate<String> out) {
    List<String> known = texts.tokens(prompt);
    requireKnown(known);
    if (texts.vocabulary().size() == Vocabulary.FIRST_TOKEN && !texts.ended()) {
      return; // every token of its training texts was unknown: there is none to write
    }
    Reading reading = network.read();
    float[] next = reading.next(Documents.BORDER);
    for (String token : known) {
      next = reading.next(texts.vocabulary().id(token));
    }
    SplittableRandom random = new SplittableRandom(how.seed());
    boolean first = known.isEmpty();
    List<Integer> unwritten = new ArrayList<>(); // tokens that end in the middle of a character
    for (int i = 0; i < how.length(); i++) {
      int id =
          how.draw(
              next,
              texts.ended() ? Documents.BORDER : Vocabulary.FIRST_TOKEN,
              Vocabulary.UNKNOWN,
              random);
      if (id == Documents.BORDER) {
        return;
      }
      unwritten.add(id);
      String text = texts.written(unwritten, first);
      if (!text.endsWith(UNFINISHED) || unwritten.size() == LONGEST_CHARACTER) {
        if (!out.test(text)) {
          return;
        }
        unwritten.clear();
        first = false;
      }
      if (i < how.length() - 1) {
        next = reading.next(id);
      }
    }
  }

  private void requireKnown(List<String> prompt) {
    List<String> unknown =
        prompt.stream()
            .filter(token -> texts.vocabulary().id(token) == Vocabulary.UNKNOWN)
            .distinct()
            .toList();
    if (!unknown.isEmpty()) {
      throw new UserException(
          Problem.inFile(
              "prompt",
              "the model was not trained on "
                  + unknown.stream()
                      .limit(LISTED)
                      .map("'%s'"::formatted)
                      .collect(Collectors.joining(", "))
                  + (unknown.size() > LISTED ? ", ... (%s)".formatted(unknown.size()) : ""),
              "leave that out, or train on texts that have it"));
    }
  }
}
