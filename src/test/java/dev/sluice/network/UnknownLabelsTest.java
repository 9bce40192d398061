package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UnknownLabelsTest {
  static List<OutputHead> headsOfNumbers() {
    return List.of(
        new OutputHead.Squared(),
        new OutputHead.Absolute(),
        new OutputHead.Huber(1),
        new OutputHead.OfValues(new ValueForm.Quantiles(0.9)));
  }

  @ParameterizedTest
  @MethodSource("headsOfNumbers")
  void anOutputWhoseLabelIsUnknownCountsForNothing(OutputHead head) {
    float[] z = {3, -8, 1};
    float[] right = {3, -8, 1};

    double loss = head.lossToGradient(z, 0, new float[] {2, Float.NaN, 1.5f}, 0, 3);
    double asIfRight = head.lossToGradient(right, 0, new float[] {2, -8, 1.5f}, 0, 3);

    assertThat(loss).isEqualTo(asIfRight);
    assertThat(z).containsExactly(right, within(0f));
    assertThat(z[1]).isZero();
  }

  @Test
  void aDistributionOfWhatIsUnknownHasNoLossEither() {
    OutputHead head = new OutputHead.OfValues(new ValueForm.Gaussian());
    float[] z = {1, 0.5f, 3, 2};
    float[] alone = {1, 0.5f};

    double loss = head.lossToGradient(z, 0, new float[] {2, 2, Float.NaN, Float.NaN}, 0, 4);

    assertThat(loss).isEqualTo(head.lossToGradient(alone, 0, new float[] {2, 2}, 0, 2) / 2);
    assertThat(z).containsExactly(alone[0] / 2, alone[1] / 2, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("headsOfNumbers")
  void theOthersCountAsIfAllWereKnown(OutputHead head) {
    float[] one = {3, -8};
    float[] both = {3, -8};

    double first = head.lossToGradient(one, 0, new float[] {2, Float.NaN}, 0, 2);
    float[] other = {3, -8};
    double second = head.lossToGradient(other, 0, new float[] {Float.NaN, 1}, 0, 2);
    double sum = head.lossToGradient(both, 0, new float[] {2, 1}, 0, 2);

    assertThat(first + second).isCloseTo(sum, within(1e-12));
    assertThat(both).containsExactly(one[0], other[1]);
  }
}
