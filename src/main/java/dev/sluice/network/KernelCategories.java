package dev.sluice.network;

import dev.sluice.kernel.CategoryVectors;
import dev.sluice.kernel.PlainLayer;
import dev.sluice.shape.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@link CategoryVectors}: a table for each kind of ids, (size, ids). */
final class KernelCategories extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int[] ids;
  private int[] sizes;
  private boolean[] otherLearned;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelCategories() {}

  KernelCategories(int inputs, int outputs, List<Category> categories) {
    super(inputs, outputs);
    ids = categories.stream().mapToInt(Category::ids).toArray();
    sizes = categories.stream().mapToInt(Category::size).toArray();
    otherLearned = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      otherLearned[i] = categories.get(i).otherLearned();
    }
  }

  public int[] getIds() {
    return ids;
  }

  public void setIds(int[] ids) {
    this.ids = ids;
  }

  public int[] getSizes() {
    return sizes;
  }

  public void setSizes(int[] sizes) {
    this.sizes = sizes;
  }

  public boolean[] getOtherLearned() {
    return otherLearned;
  }

  public void setOtherLearned(boolean[] otherLearned) {
    this.otherLearned = otherLearned;
  }

  @Override
  PlainLayer arithmetic() {
    return new CategoryVectors((int) getNIn(), sizes, otherLearned);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> tables = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      tables.add(new Parameter("E" + i, sizes[i], ids[i], false));
    }
    return tables;
  }

  @Override
  Steps steps() {
    return Steps.KEPT;
  }

  @Override
  Object settings() {
    return List.of(Arrays.toString(ids), Arrays.toString(sizes), Arrays.toString(otherLearned));
  }
}
