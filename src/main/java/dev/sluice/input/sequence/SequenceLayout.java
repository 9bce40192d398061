package dev.sluice.input.sequence;

import dev.sluice.frame.Cut;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.source.ColumnPatterns;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.NumberSpec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How sequences are laid out in a table.
 *
 * @param <F> the examples
 */
interface SequenceLayout<F extends TableFrame> {
  String KEY = "data.input.sequence.";

  /** The name of a channel that has none. */
  String ONLY_CHANNEL = "value";

  /**
   * The layout with patterns replaced by the columns that match.
   *
   * @param columns of the table
   * @param forms by column how its numbers are written, if not plainly
   * @throws dev.sluice.problem.UserException if there is no such column, or one is named twice
   */
  static SequenceLayout<?> of(
      InputSpec.Sequence spec, List<String> columns, Map<String, NumberSpec> forms) {
    Map<String, List<String>> channels = new LinkedHashMap<>();
    if (spec.long_().isPresent()) {
      for (String channel :
          ColumnPatterns.expand(spec.long_().get().columns(), columns, KEY + "long.columns")) {
        channels.put(channel, List.of(channel));
      }
      return of(spec, forms, channels);
    }
    InputSpec.WideSequence wide = spec.wide().orElseThrow();
    wide.columns()
        .ifPresent(
            steps ->
                channels.put(
                    ONLY_CHANNEL, ColumnPatterns.expand(steps, columns, KEY + "wide.columns")));
    wide.channels()
        .ifPresent(
            of ->
                of.forEach(
                    (channel, steps) ->
                        channels.put(
                            channel,
                            ColumnPatterns.expand(
                                steps, columns, KEY + "wide.channels." + channel))));
    return of(spec, forms, channels);
  }

  /**
   * @param channels the columns of each channel, by its name
   */
  static SequenceLayout<?> of(
      InputSpec.Sequence spec, Map<String, NumberSpec> forms, Map<String, List<String>> channels) {
    return spec.long_().isPresent()
        ? new LongLayout(spec.long_().get(), channels, forms)
        : WideLayout.of(channels, forms);
  }

  /** The columns of each channel, by its name. */
  Map<String, List<String>> channels();

  /** The key of the config that names the columns. */
  String key();

  Cut<F> cut();

  /** The columns that a table must have. */
  default Set<String> columns() {
    return numbers();
  }

  /** Those of them whose numbers may be written in a form of the config. */
  default Set<String> numbers() {
    return values();
  }

  /** Those of them that are values of the channels. */
  default Set<String> values() {
    Set<String> columns = new LinkedHashSet<>();
    channels().values().forEach(columns::addAll);
    return columns;
  }

  /** By column how its numbers are written, if not plainly. */
  Map<String, NumberSpec> forms();

  /** The decimal separator of a column. */
  default String decimal(String column) {
    return forms().containsKey(column) ? forms().get(column).decimal() : ".";
  }

  /** Whether sequences differ in their number of steps. */
  boolean varies();

  /**
   * The numbers of each example.
   *
   * @param problems receives the cells that cannot be read
   * @return (examples)(channels)(steps)
   */
  double[][][] read(F examples, List<Problem> problems);
}
