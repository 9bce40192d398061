package dev.sluice.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Searches the most probable sequences that a {@link Decoder} can write. At each step the best
 * continuations of a source's sequences are kept; those that end are set aside. The search of a
 * source is over when no unfinished sequence can still become one of the best. With a width of one
 * it is greedy search. Of equals the first sequence, then the lower id comes first.
 */
public final class BeamSearch {
  /**
   * @param end the id that ends a sequence
   * @param never ids that are never written
   * @param maxLength the most ids of a sequence, not counting the end; it may stop there without
   *     one
   * @param width of the beam: how many sequences are kept
   * @param lengthPenalty sequences are compared by ln p / ((5 + ids) / 6)^penalty, Wu et al. 2016,
   *     equation 14
   */
  public record Settings(int end, int[] never, int maxLength, int width, double lengthPenalty) {
    private double score(double logProbability, int ids) {
      return logProbability / Math.pow((5 + ids) / 6.0, lengthPenalty);
    }
  }

  /**
   * A sequence.
   *
   * @param ids without the end
   * @param attended (ids): where the decoder looked for each; empty if it has no attention
   * @param logProbability ln p, including that of the end
   * @param score by which sequences are compared
   */
  public record Found(
      List<Integer> ids, List<Decoder.Attended> attended, double logProbability, double score) {}

  /** An unfinished sequence; parent is its row among those of the step before. */
  private record Open(
      int source,
      int parent,
      List<Integer> ids,
      List<Decoder.Attended> attended,
      double logProbability) {}

  private record Candidate(int row, int id, double logProbability) {}

  private final Settings settings;

  public BeamSearch(Settings settings) {
    this.settings = settings;
  }

  /**
   * The best sequences of each source, the best first, at most as many as the width.
   *
   * @param decoder must not be used for anything else meanwhile
   */
  public List<List<Found>> run(Decoder decoder, Decoder.Source source) {
    Decoder.Writing writing = decoder.write(source);
    List<List<Found>> found = new ArrayList<>();
    List<Open> open = new ArrayList<>();
    for (int r = 0; r < source.batch(); r++) {
      found.add(new ArrayList<>());
      open.add(new Open(r, r, List.of(), List.of(), 0));
    }
    int start = decoder.form().start();
    for (int length = 0; length < settings.maxLength() && !open.isEmpty(); length++) {
      int[] last =
          open.stream()
              .mapToInt(o -> o.ids().isEmpty() ? start : o.ids().get(o.ids().size() - 1))
              .toArray();
      Floats probabilities = writing.next(last);
      IntFunction<List<Decoder.Attended>> attended =
          decoder.form().scoring().isPresent()
              ? row -> List.of(writing.attended(row))
              : row -> List.of();
      List<Open> longer = new ArrayList<>();
      for (int from = 0, to; from < open.size(); from = to) {
        int of = open.get(from).source();
        to = from;
        while (to < open.size() && open.get(to).source() == of) {
          to++;
        }
        extend(
            open, from, to, probabilities, attended, decoder.form().ids(), found.get(of), longer);
      }
      open = longer;
      if (!open.isEmpty()) {
        writing.select(open.stream().mapToInt(Open::parent).toArray());
      }
    }
    for (Open cut : open) {
      found.get(cut.source()).add(found(cut, cut.logProbability()));
    }
    return found.stream().map(this::best).toList();
  }

  private Found found(Open text, double logProbability) {
    return new Found(
        text.ids(),
        text.attended(),
        logProbability,
        settings.score(logProbability, text.ids().size()));
  }

  private List<Found> best(List<Found> found) {
    return found.stream()
        .sorted(Comparator.comparingDouble(Found::score).reversed())
        .limit(settings.width())
        .toList();
  }

  /** Extends the sequences from..to of one source by one id. */
  private void extend(
      List<Open> open,
      int from,
      int to,
      Floats probabilities,
      IntFunction<List<Decoder.Attended>> attended,
      int ids,
      List<Found> ended,
      List<Open> longer) {
    List<Candidate> candidates = new ArrayList<>();
    float[] p = new float[ids];
    for (int row = from; row < to; row++) {
      probabilities.buffer().get(row * ids, p);
      for (int id : settings.never()) {
        p[id] = 0;
      }
      for (int id : mostProbable(p)) {
        candidates.add(new Candidate(row, id, open.get(row).logProbability() + Math.log(p[id])));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::logProbability).reversed());
    List<Open> own = new ArrayList<>();
    for (Candidate one : candidates.subList(0, Math.min(settings.width(), candidates.size()))) {
      Open before = open.get(one.row());
      if (one.id() == settings.end()) {
        ended.add(found(before, one.logProbability()));
      } else {
        own.add(
            new Open(
                before.source(),
                one.row(),
                joined(before.ids(), List.of(one.id())),
                joined(before.attended(), attended.apply(one.row())),
                one.logProbability()));
      }
    }
    List<Found> best = best(ended);
    if (best.size() == settings.width()) { // ln p can only fall, and is divided by at most this
      double least = best.get(best.size() - 1).score();
      own.removeIf(o -> settings.score(o.logProbability(), settings.maxLength()) <= least);
    }
    longer.addAll(own);
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    List<T> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  /**
   * The best continuations, as many as the width, among those that are possible at all; of equals
   * the lower id comes first.
   */
  private int[] mostProbable(float[] p) {
    if (settings.width() >= p.length) {
      return IntStream.range(0, p.length).filter(id -> p[id] > 0).toArray();
    }
    int[] best = new int[settings.width()];
    int count = 0;
    for (int id = 0; id < p.length; id++) {
      if (p[id] <= 0 || count == best.length && p[id] <= p[best[count - 1]]) {
        continue;
      }
      int at = count == best.length ? count - 1 : count++;
      while (at > 0 && p[best[at - 1]] < p[id]) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = id;
    }
    return Arrays.copyOf(best, count);
  }
}
