package dev.sluice.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Draws whole groups of examples for one part after the other. The groups come in random order. A
 * part takes each group that brings its number of examples of every class nearer to what it asks
 * for: the sum over classes of (asked - taken)² / max(asked, 1) must decrease. A group that holds
 * all remaining examples of a class stays for training.
 */
final class GroupDraw {
  private final List<int[]> groups; // (groups)(examples), shuffled
  private final int[][] counts; // (groups)(classes): examples
  private final int[] left; // (classes): examples that no part has
  private final boolean[] taken; // (groups)

  /**
   * @param stratum the class of an example
   */
  GroupDraw(List<int[]> groups, IntFunction<String> stratum, Random random) {
    int[] order = new int[groups.size()];
    Map<String, Integer> classes = new TreeMap<>();
    for (int g = 0; g < order.length; g++) {
      order[g] = g;
      for (int example : groups.get(g)) {
        classes.putIfAbsent(stratum.apply(example), 0);
      }
    }
    int next = 0;
    for (Map.Entry<String, Integer> of : classes.entrySet()) {
      of.setValue(next++);
    }
    ExampleOrder.shuffle(order, random);
    this.groups = new ArrayList<>();
    this.counts = new int[order.length][classes.size()];
    this.left = new int[classes.size()];
    this.taken = new boolean[order.length];
    for (int g = 0; g < order.length; g++) {
      this.groups.add(groups.get(order[g]));
      for (int example : this.groups.get(g)) {
        int c = classes.get(stratum.apply(example));
        counts[g][c]++;
        left[c]++;
      }
    }
  }

  int groups() {
    return groups.size();
  }

  /** The examples of a part that asks for this many; none if no group fits. */
  int[] take(int wanted) {
    double all = 0;
    for (int of : left) {
      all += of;
    }
    double[] missing = new double[left.length]; // (classes), below 0 where there are too many
    double[] weight = new double[left.length]; // (classes)
    for (int c = 0; c < missing.length; c++) {
      missing[c] = wanted * left[c] / all;
      weight[c] = 1 / Math.max(missing[c], 1);
    }
    List<Integer> examples = new ArrayList<>();
    for (int g = 0; g < counts.length; g++) {
      if (!taken[g] && leavesEachClass(g) && comesNearer(counts[g], missing, weight)) {
        taken[g] = true;
        for (int c = 0; c < missing.length; c++) {
          missing[c] -= counts[g][c];
          left[c] -= counts[g][c];
        }
        for (int example : groups.get(g)) {
          examples.add(example);
        }
      }
    }
    return examples.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean leavesEachClass(int g) {
    for (int c = 0; c < left.length; c++) {
      if (counts[g][c] > 0 && counts[g][c] == left[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean comesNearer(int[] group, double[] missing, double[] weight) {
    double change = 0;
    for (int c = 0; c < group.length; c++) {
      change += weight[c] * group[c] * (group[c] - 2 * missing[c]);
    }
    return change < 0;
  }
}
