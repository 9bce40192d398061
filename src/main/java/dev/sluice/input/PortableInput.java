package dev.sluice.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.WindowRecipe;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How rows are prepared for a network, for programs that do it without Sluice. */
public sealed interface PortableInput {
  /** A description of the steps for this kind of input. */
  <T> T match(
      Function<Tokens, T> tokens,
      Function<Sequences, T> sequences,
      Function<Windows, T> windows,
      Function<Unknown, T> unknown);

  /**
   * Ids of tokens.
   *
   * @param vocabulary by id; empty if the rows hold ids
   * @param alphabet of characters, by id; empty if they are not read
   * @param tokenizer a file tokenizer.json that produces these ids; empty if there is none
   */
  record Tokens(
      List<String> vocabulary, Optional<List<String>> alphabet, Optional<JsonNode> tokenizer)
      implements PortableInput {
    @Override
    public <T> T match(
        Function<Tokens, T> tokens,
        Function<Sequences, T> sequences,
        Function<Windows, T> windows,
        Function<Unknown, T> unknown) {
      return tokens.apply(this);
    }
  }

  /**
   * Numbers at each step, in channels that have a scale each.
   *
   * @param scales (channels)
   */
  record Sequences(List<String> channels, List<Scale> scales) implements PortableInput {
    @Override
    public <T> T match(
        Function<Tokens, T> tokens,
        Function<Sequences, T> sequences,
        Function<Windows, T> windows,
        Function<Unknown, T> unknown) {
      return sequences.apply(this);
    }
  }

  /** Windows of a series. */
  record Windows(WindowRecipe recipe) implements PortableInput {
    @Override
    public <T> T match(
        Function<Tokens, T> tokens,
        Function<Sequences, T> sequences,
        Function<Windows, T> windows,
        Function<Unknown, T> unknown) {
      return windows.apply(this);
    }
  }

  /** Anything that only Sluice can prepare. */
  record Unknown(Problem why) implements PortableInput {
    @Override
    public <T> T match(
        Function<Tokens, T> tokens,
        Function<Sequences, T> sequences,
        Function<Windows, T> windows,
        Function<Unknown, T> unknown) {
      return unknown.apply(this);
    }
  }
}
