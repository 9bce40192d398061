package com.example.sluice;

import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.TokenizerFactory;
import java.util.stream.IntStream;

/** Cuts texts into n-grams of characters. */
public final class NgramsFactory implements TokenizerFactory<ExampleKinds.Ngrams> {
  @Override
  public Class<ExampleKinds.Ngrams> spec() {
    return ExampleKinds.Ngrams.class;
  }

  @Override
  public Tokenizer create(ExampleKinds.Ngrams spec) {
    int size = spec.size();
    return text ->
        IntStream.rangeClosed(0, text.length() - size)
            .mapToObj(start -> text.substring(start, start + size))
            .toList();
  }
}
