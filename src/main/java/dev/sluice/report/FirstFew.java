package dev.sluice.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The first few items by some order of all that are added; of equal ones those that were added
 * first.
 */
final class FirstFew<T> {
  private static final int MOST = 10;

  private record Seen<T>(T value, long place) {}

  private final Comparator<Seen<T>> order;
  private final PriorityQueue<Seen<T>> kept;
  private long count;

  FirstFew(Comparator<T> order) {
    this.order =
        Comparator.comparing((Seen<T> seen) -> seen.value(), order).thenComparingLong(Seen::place);
    kept = new PriorityQueue<>(this.order.reversed());
  }

  void see(T value) {
    kept.add(new Seen<>(value, count++));
    if (kept.size() > MOST) {
      kept.remove();
    }
  }

  /** In their order. */
  List<T> list() {
    return kept.stream().sorted(order).map(Seen::value).toList();
  }
}
