package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.attention;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.dropping;
import static dev.sluice.network.Networks.droppingWeights;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.layerNormalization;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.segments;
import static dev.sluice.network.Networks.selfAttention;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.spatialDropout;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Convolution.Padding;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.WeightInit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

class LayersTest {

  @Nested
  class Embedding implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(new Network(TOKENS, embedding(3), pooling(Method.MEAN)));
    }
  }

  @Nested
  class Lstm implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(2), lstm(3)),
          new Network(WINDOWS, lstm(3), lstm(2)),
          new Network(WINDOWS, dense(2), lstm(2), dense(2), lstm(2)),
          new Network(WINDOWS, unusual()));
    }

    private LayerSpec unusual() {
      return new LayerSpec.Lstm(
          2,
          Activation.SOFTSIGN,
          Activation.HARD_SIGMOID,
          LayerSpec.Lstm.Peepholes.NONE,
          0.3,
          0,
          0,
          Optional.empty(),
          false,
          0,
          WeightInit.HE_NORMAL,
          WeightInit.NORMAL,
          0,
          0,
          0);
    }
  }

  @Nested
  class Peepholes implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(2), lstm(3, LayerSpec.Lstm.Peepholes.GRAVES)),
          new Network(WINDOWS, lstm(3, LayerSpec.Lstm.Peepholes.GRAVES), lstm(2)));
    }
  }

  @Nested
  class KernelPeepholes implements LayerContract {
    @Override
    public List<Network> networks() {
      return Stream.of(
              LayerSpec.Lstm.Peepholes.PREVIOUS, LayerSpec.Lstm.Peepholes.PREVIOUS_AND_CANDIDATE)
          .map(peepholes -> new Network(WINDOWS, lstm(3, peepholes), lstm(2, peepholes)))
          .toList();
    }
  }

  @Nested
  class Gru implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(2), gru(3, true)),
          new Network(WINDOWS, gru(3, false), gru(2, true)),
          new Network(WINDOWS, dense(2), gru(2, false), dense(2), lstm(2)));
    }
  }

  @Nested
  class Bidirectional implements LayerContract {
    @Override
    public List<Network> networks() {
      return Arrays.stream(LayerSpec.Bidirectional.Merge.values())
          .flatMap(
              merge ->
                  Stream.of(
                      new Network(TOKENS, embedding(2), bidirectional(lstm(3), merge)),
                      new Network(
                          WINDOWS,
                          bidirectional(gru(3, true), merge),
                          bidirectional(lstm(2), merge)),
                      new Network(
                          TOKENS,
                          embedding(2),
                          bidirectional(simpleRnn(3), merge),
                          pooling(Method.MEAN))))
          .toList();
    }
  }

  @Nested
  class RecurrentWeightDropout implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(
              WINDOWS,
              droppingWeights(0.3, lstm(4, LayerSpec.Lstm.Peepholes.PREVIOUS)),
              droppingWeights(0.3, dropping(0.3, simpleRnn(4)))),
          new Network(TOKENS, embedding(2), droppingWeights(0.3, gru(4, true))),
          new Network(
              WINDOWS,
              bidirectional(
                  droppingWeights(0.3, gru(4, false)), LayerSpec.Bidirectional.Merge.CONCAT)));
    }
  }

  @Nested
  class RecurrentDropout implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(
              WINDOWS,
              dropping(0.3, lstm(4, LayerSpec.Lstm.Peepholes.PREVIOUS)),
              dropping(0.3, simpleRnn(4))),
          new Network(TOKENS, embedding(2), dropping(0.3, gru(4, true))),
          new Network(
              WINDOWS,
              bidirectional(dropping(0.3, gru(4, false)), LayerSpec.Bidirectional.Merge.PRODUCT)));
    }
  }

  @Nested
  class SimpleRnn implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(2), simpleRnn(3)),
          new Network(WINDOWS, simpleRnn(3), simpleRnn(2)),
          new Network(
              WINDOWS,
              new LayerSpec.SimpleRnn(
                  2,
                  Activation.SIGMOID,
                  0.3,
                  0,
                  0,
                  Optional.empty(),
                  false,
                  WeightInit.HE_NORMAL,
                  WeightInit.NORMAL,
                  0,
                  0,
                  0)));
    }
  }

  @Nested
  class Dense implements StockLayerContract {
    @Override
    public List<Network> networks() {
      Stream<Network> activations =
          Arrays.stream(Activation.values())
              .map(activation -> new Network(WINDOWS, simpleRnn(2), dense(2, activation)));
      Stream<Network> places =
          Stream.of(
              new Network(TOKENS, embedding(2), dense(2), pooling(Method.MEAN)),
              new Network(
                  WINDOWS,
                  simpleRnn(2),
                  new LayerSpec.Dense(
                      2, Activation.TANH, 0.3, false, WeightInit.LECUN_UNIFORM, 0, 0, 0)));
      return Stream.concat(activations, places).toList();
    }
  }

  @Nested
  class Dropout implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(2), dropout(0.4), lstm(2)),
          new Network(TOKENS, embedding(2), dense(3), dropout(0.4), dense(2), lstm(2)),
          new Network(TOKENS, embedding(2), dropout(0.4), pooling(Method.MAX)),
          new Network(WINDOWS, dropout(0.4), lstm(2), dropout(0.4), dense(2), dropout(0.4)));
    }
  }

  @Nested
  class BatchNormalization implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(WINDOWS, simpleRnn(2), batchNormalization()),
          new Network(TOKENS, embedding(2), pooling(Method.MAX), dense(2), batchNormalization()));
    }
  }

  @Nested
  class EmbeddingDropout implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(3, 0.3), pooling(Method.MEAN)),
          new Network(TOKENS, embedding(3, 0.3), dense(2), lstm(2)),
          new Network(TOKENS, embedding(3, 0.3, 0.3), lstm(2)),
          new Network(TOKENS, embedding(3, 0, 0.3), pooling(Method.MEAN)));
    }
  }

  @Nested
  class Attention implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(WINDOWS, simpleRnn(2), attention(3), dense(2)),
          new Network(TOKENS, embedding(3), attention(2)),
          new Network(TOKENS, embedding(2), lstm(2), dense(2), attention(1)),
          new Network(
              TOKENS,
              embedding(2),
              lstm(2),
              new LayerSpec.Attention(2, WeightInit.NORMAL, 0, 0, 0)));
    }
  }

  @Nested
  class SelfAttention implements LayerContract {
    @Override
    public List<Network> networks() {
      LayerSpec asWide =
          new LayerSpec.SelfAttention(
              2, Optional.empty(), false, true, WeightInit.ORTHOGONAL, 0, 0, 0);
      return List.of(
          new Network(WINDOWS, selfAttention(1, 2, false), lstm(2)),
          new Network(TOKENS, embedding(3), lstm(4), asWide, layerNormalization(), attention(2)),
          new Network(TOKENS, embedding(3), dense(2), selfAttention(2, 6, true), gru(2, true)),
          new Network(TOKENS, embedding(3), selfAttention(3, 3, true), pooling(Method.MAX)));
    }
  }

  @Nested
  class Convolution implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(WINDOWS, convolution(3, 2), lstm(2)),
          new Network(TOKENS, embedding(3), convolution(2, 3), pooling(Method.MEAN)),
          new Network(TOKENS, embedding(3), dense(2), convolution(2, 9), dense(2), lstm(2)),
          new Network(TOKENS, embedding(3), dense(2), convolution(2, 3, Padding.CAUSAL), lstm(2)),
          new Network(WINDOWS, convolution(3, 4, Padding.CAUSAL), pooling(Method.MAX)),
          new Network(WINDOWS, lstm(2), convolution(2, 1), attention(2)));
    }
  }

  @Nested
  class Segments implements LayerContract {
    @Override
    public List<Network> networks() {
      InputShape windows = new InputShape.Steps(3, 6);
      return List.of(
          new Network(windows, segments(2, 3), lstm(2)),
          new Network(windows, lstm(2), dense(3), segments(3, 2), dense(2), pooling(Method.MEAN)),
          new Network(windows, segments(3, 3), segments(2, 2), gru(2, true)));
    }
  }

  @Nested
  class ResidualOfStock implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(3), residual(lstm(3))),
          new Network(WINDOWS, lstm(3), residual(lstm(3)), residual(lstm(3)), residual(dense(3))),
          new Network(WINDOWS, dense(2), residual(unusual()), residual(dense(2)), simpleRnn(2)));
    }

    private LayerSpec unusual() {
      return new LayerSpec.SimpleRnn(
          2,
          Activation.SOFTSIGN,
          0.3,
          0,
          0,
          Optional.empty(),
          false,
          WeightInit.HE_NORMAL,
          WeightInit.NORMAL,
          0,
          0,
          0);
    }
  }

  @Nested
  class Residual implements LayerContract {
    @Override
    public List<Network> networks() {
      LayerSpec both = residual(bidirectional(gru(2, true), LayerSpec.Bidirectional.Merge.CONCAT));
      return List.of(
          new Network(WINDOWS, gru(3, false), residual(dropping(0.3, gru(3, true)))),
          new Network(TOKENS, embedding(4), both, both, pooling(Method.MEAN)),
          new Network(TOKENS, embedding(3), residual(convolution(3, 2)), residual(simpleRnn(3))),
          new Network(TOKENS, embedding(3), residual(lstm(3)), dense(2), pooling(Method.LAST)));
    }
  }

  @Nested
  class SpatialDropout implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(3), spatialDropout(0.4), lstm(2)),
          new Network(WINDOWS, lstm(3), dense(3), spatialDropout(0.4), lstm(2)),
          new Network(WINDOWS, lstm(3), spatialDropout(0.4), dense(2), spatialDropout(0.4)),
          new Network(WINDOWS, lstm(3), dense(3), spatialDropout(0.4), pooling(Method.LAST)));
    }
  }

  @Nested
  class LayerNormalization implements LayerContract {
    @Override
    public List<Network> networks() {
      return List.of(
          new Network(TOKENS, embedding(3), layerNormalization(), lstm(2)),
          new Network(WINDOWS, lstm(3), layerNormalization(), lstm(3), layerNormalization()),
          new Network(WINDOWS, lstm(3), layerNormalization(), pooling(Method.LAST)),
          new Network(TOKENS, embedding(3), layerNormalization(), dense(3), pooling(Method.MEAN)));
    }
  }

  @Nested
  class KernelPooling implements LayerContract {
    @Override
    public List<Network> networks() {
      return Stream.of(Method.MEAN_MAX, Method.CONCAT)
          .flatMap(
              method ->
                  Stream.of(
                      new Network(WINDOWS, simpleRnn(2), pooling(method), dense(2)),
                      new Network(TOKENS, embedding(2), pooling(method)),
                      new Network(TOKENS, embedding(2), lstm(2), dense(2), pooling(method))))
          .toList();
    }
  }

  @Nested
  class Pooling implements StockLayerContract {
    @Override
    public List<Network> networks() {
      return Stream.of(Method.LAST, Method.MEAN, Method.MAX)
          .flatMap(
              method ->
                  Stream.of(
                      new Network(WINDOWS, simpleRnn(2), pooling(method)),
                      new Network(TOKENS, embedding(2), lstm(2), dense(2), pooling(method))))
          .toList();
    }
  }
}
