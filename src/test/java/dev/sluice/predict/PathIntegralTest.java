package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PathIntegralTest {
  private static PathIntegral.Line line(DoubleUnaryOperator value, DoubleUnaryOperator... slopes) {
    return shares ->
        Arrays.stream(shares)
            .mapToObj(
                a ->
                    new PathIntegral.Reading(
                        value.applyAsDouble(a),
                        Arrays.stream(slopes).mapToDouble(s -> s.applyAsDouble(a)).toArray()))
            .toList();
  }

  @Test
  void isExactForPolynomialsOfDegreeSeven() {
    PathIntegral.Result integral =
        PathIntegral.of(line(a -> Math.pow(a, 8) + 3 * a - 1, a -> 8 * Math.pow(a, 7), a -> 3));

    assertThat(integral.begin()).isEqualTo(-1);
    assertThat(integral.end()).isEqualTo(3);
    assertThat(integral.parts()).containsExactly(new double[] {1, 3}, within(1e-12));
    assertThat(integral.readings()).isEqualTo(5 + 4 * 4);
  }

  @Test
  void halvesIntervalsWhereTheFunctionJumps() {
    double steep = 2000; // all of the gain within a thousandth of the way
    PathIntegral.Result integral =
        PathIntegral.of(
            line(
                a -> Math.tanh(steep * (a - 0.3)),
                a -> steep / Math.pow(Math.cosh(steep * (a - 0.3)), 2)));

    assertThat(integral.parts()[0]).isCloseTo(2, within(2 * PathIntegral.ALLOWED));
    assertThat(integral.readings()).isBetween(50, 500);
  }

  @Test
  void endsWhereTheSlopesAreNotThoseOfTheFunction() {
    SplittableRandom random = new SplittableRandom(1);

    PathIntegral.Result integral = PathIntegral.of(line(a -> a, a -> random.nextDouble() - 9));

    assertThat(integral.readings()).isLessThanOrEqualTo(2000);
    assertThat(List.of(integral.begin(), integral.end())).containsExactly(0.0, 1.0);
  }
}
