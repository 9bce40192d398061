package dev.sluice.export;

import dev.sluice.evaluate.TermLogits;
import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.task.PortableTarget.BesideNetwork;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.TensorProto.DataType;

/**
 * A bag of words beside a network. The input `words` has the ids of all words of a text, from 1 on
 * as in the metadata, and 0 for any other word and for padding.
 */
record WordNodes(OnnxGraph graph, BesideNetwork beside) {
  private static final double LEAST = 1e-7; // the smallest probability whose logarithm is taken

  /**
   * @param network its probabilities, (batch, classes)
   * @return the combined probabilities
   */
  Value joined(Value network) {
    Value logits =
        graph.op(
            "Add",
            weighted(graph.cast(network, DataType.DOUBLE), beside.ofNetwork()),
            weighted(probabilities(), beside.ofWords()));
    return graph.cast(graph.op("Softmax", Map.of("axis", 1), logits), DataType.FLOAT);
  }

  private Value weighted(Value probabilities, double weight) {
    Value log = graph.op("Log", graph.op("Max", probabilities, number(LEAST)));
    return graph.op("Mul", log, number(weight));
  }

  private Value number(double value) {
    return graph.doubles(new double[] {value});
  }

  /** (batch, classes) */
  private Value probabilities() {
    TermLogits terms = beside.words();
    int count = terms.terms().length;
    int rows = terms.weights().length;
    double[] weights = new double[count * rows]; // (terms, rows)
    double[] constants = new double[rows];
    for (int k = 0; k < rows; k++) {
      for (int i = 0; i < count; i++) {
        weights[i * rows + k] = terms.weights()[k][i];
      }
      constants[k] = terms.weights()[k][count];
    }
    Value logits =
        graph.op(
            "Add",
            graph.op("MatMul", weights(terms), graph.doubles(weights, count, rows)),
            graph.doubles(constants, rows));
    Value each = graph.op("Sigmoid", logits);
    return rows == 1
        ? graph.concat(1, graph.op("Sub", number(1), each), each)
        : graph.op("Div", each, graph.sum(each, 1, true));
  }

  /**
   * (1 + ln tf) idf of each term, normalized to length 1 unless a text has no terms; (batch,
   * terms).
   */
  private Value weights(TermLogits terms) {
    Value tf = graph.cast(counts(terms), DataType.DOUBLE);
    Value zero = number(0);
    Value plain = graph.op("Add", graph.op("Log", graph.op("Max", tf, number(1))), number(1));
    Value weights =
        graph.op(
            "Mul",
            graph.op("Where", graph.op("Equal", tf, zero), zero, plain),
            graph.doubles(terms.idf(), terms.idf().length));
    Value length = graph.op("Sqrt", graph.sum(graph.op("Mul", weights, weights), 1, true));
    return graph.op(
        "Div", weights, graph.op("Where", graph.op("Equal", length, zero), number(1), length));
  }

  /** How often each term occurs in a text, (batch, terms). */
  private Value counts(TermLogits terms) {
    Value words = graph.input("words", DataType.INT64, "batch", "words");
    long[] all = terms.terms();
    int[] single = IntStream.range(0, all.length).filter(i -> (int) all[i] == 0).toArray();
    int[] pairs = IntStream.range(0, all.length).filter(i -> (int) all[i] != 0).toArray();
    int[] pool =
        IntStream.concat(
                Arrays.stream(single).map(i -> (int) (all[i] >>> 32)),
                Arrays.stream(pairs)
                    .flatMap(i -> IntStream.of((int) (all[i] >>> 32), (int) all[i])))
            .toArray();
    return graph.op(
        "TfIdfVectorizer",
        Map.of(
            "mode",
            "TF",
            "min_gram_length",
            1,
            "max_gram_length",
            2,
            "max_skip_count",
            0,
            "ngram_counts",
            new int[] {0, single.length},
            "ngram_indexes",
            IntStream.concat(IntStream.of(single), IntStream.of(pairs)).toArray(),
            "pool_int64s",
            pool),
        words);
  }
}
