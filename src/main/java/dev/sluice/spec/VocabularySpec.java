package dev.sluice.spec;

/** The `vocabulary` of a text input. */
@Doc("Which tokens get an id of their own: the most frequent of the training part.")
public record VocabularySpec(
    @Doc("The largest number of ids, padding (0) and unknown (1) included.")
        @Default("10000")
        @Range(min = 3, max = 16_777_216)
        int size,
    @Doc("Tokens seen less often in the training part are unknown.") @Default("1") @Range(min = 1)
        int minCount) {}
