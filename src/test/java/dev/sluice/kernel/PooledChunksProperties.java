package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kernel.Pooling.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PooledChunksProperties {
  private static final List<Part> PARTS = List.of(Part.LAST, Part.MEAN, Part.MAX);
  private static final int WIDTH = 2;
  private static final int BATCH = 3;

  @Property(tries = 100)
  void chunksGiveTheBitsOfWholeSequencesAndTheirGradients(
      @ForAll @IntRange(min = 1, max = 9) int steps,
      @ForAll @IntRange(min = 1, max = 9) int chunk,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] x = new float[steps * BATCH * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(5); // equal maxima are frequent
    }
    float[] mask = new float[BATCH * steps]; // (batch, steps)
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextInt(3) == 0 ? 0 : 1;
    }
    int outputs = BATCH * PARTS.size() * WIDTH;
    float[] dy = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      dy[i] = random.nextFloat();
    }
    float[] expected = new float[outputs];
    float[] expectedGradient = new float[x.length];
    Pooling whole = new Pooling(WIDTH, PARTS);
    whole.forward(x, steps, BATCH, Optional.of(mask), new float[0][], expected);
    whole.backward(
        x, steps, BATCH, Optional.of(mask), new float[0][], dy, new float[0][], expectedGradient);

    PooledChunks pooled = new PooledChunks(WIDTH, PARTS);
    pooled.begin();
    float[] found = new float[0];
    for (int from = 0; from < steps; from += chunk) {
      found = forward(pooled, x, mask, steps, from, Math.min(steps, from + chunk));
    }
    assertThat(found).isEqualTo(expected);

    float[] gradient = new float[x.length];
    for (int c = (steps - 1) / chunk; c >= 0; c--) {
      int from = c * chunk;
      int to = Math.min(steps, from + chunk);
      pooled.again(c);
      assertThat(forward(pooled, x, mask, steps, from, to)).isEqualTo(expected);
      float[] dx = new float[(to - from) * BATCH * WIDTH];
      pooled.backward(
          part(x, from, to),
          to - from,
          BATCH,
          Optional.of(part(mask, steps, from, to)),
          new float[0][],
          dy,
          new float[0][],
          dx);
      System.arraycopy(dx, 0, gradient, from * BATCH * WIDTH, dx.length);
    }
    assertThat(gradient).isEqualTo(expectedGradient);
  }

  private static float[] forward(
      PooledChunks pooled, float[] x, float[] mask, int steps, int from, int to) {
    float[] y = new float[BATCH * PARTS.size() * WIDTH];
    pooled.forward(
        part(x, from, to),
        to - from,
        BATCH,
        Optional.of(part(mask, steps, from, to)),
        new float[0][],
        y);
    return y;
  }

  private static float[] part(float[] x, int from, int to) {
    return Arrays.copyOfRange(x, from * BATCH * WIDTH, to * BATCH * WIDTH);
  }

  private static float[] part(float[] mask, int steps, int from, int to) {
    float[] part = new float[BATCH * (to - from)];
    for (int r = 0; r < BATCH; r++) {
      System.arraycopy(mask, r * steps + from, part, r * (to - from), to - from);
    }
    return part;
  }
}
