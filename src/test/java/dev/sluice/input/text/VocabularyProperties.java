package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.VocabularySpec;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class VocabularyProperties {

  @Property(tries = 200)
  void idsAreDenseAndOrderedByFrequency(
      @ForAll @Size(min = 1, max = 60)
          List<@StringLength(1) @CharRange(from = 'a', to = 'h') String> tokens,
      @ForAll @IntRange(min = 3, max = 8) int size) {
    TokenCounts counts = new TokenCounts();
    int[] numbered = counts.add(tokens);

    Vocabulary vocabulary = counts.vocabulary(new VocabularySpec(size, 1));

    assertThat(vocabulary.size()).isLessThanOrEqualTo(size);
    long before = Long.MAX_VALUE;
    for (int id = Vocabulary.FIRST_TOKEN; id < vocabulary.size(); id++) {
      String token = vocabulary.tokens().get(id - Vocabulary.FIRST_TOKEN);
      long count = tokens.stream().filter(token::equals).count();
      assertThat(vocabulary.id(token)).isEqualTo(id);
      assertThat(count).isLessThanOrEqualTo(before).isPositive();
      before = count;
    }
    int[] ids = counts.ids(vocabulary);
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(ids[numbered[i]]).isEqualTo(vocabulary.id(tokens.get(i)));
    }
  }
}
