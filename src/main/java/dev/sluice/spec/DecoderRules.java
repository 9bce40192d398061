package dev.sluice.spec;

import dev.sluice.plugin.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rules for the list of a decoder's layers. */
final class DecoderRules {
  private static final String EXAMPLE =
      "for example [{embedding: {size: 64}}, {lstm: {units: 64}}]";

  private final List<InvalidSpecException.Fault> faults = new ArrayList<>();

  private DecoderRules() {}

  /** By keys such as {@code decoder[1].lstm.dropout}. */
  static List<InvalidSpecException.Fault> faults(List<LayerSpec> decoder) {
    DecoderRules rules = new DecoderRules();
    int recurrent = 0;
    for (int i = 0; i < decoder.size(); i++) {
      LayerSpec layer = decoder.get(i);
      String at = "decoder[" + i + "]";
      if (layer instanceof LayerSpec.Embedding embedding) {
        rules.ofEmbedding(embedding, i, at + ".embedding");
      } else if (layer instanceof LayerSpec.RecurrentLayer reading) {
        recurrent++;
        rules.ofRecurrent(reading, at + "." + Kinds.installed().nameOf(layer));
      } else if (!(layer instanceof LayerSpec.Dropout)) {
        rules.add(at, "cannot be part of a decoder", "remove it; " + EXAMPLE);
      }
    }
    if (recurrent == 0) {
      rules.add("decoder", "has no recurrent layer", EXAMPLE);
    }
    return rules.faults;
  }

  private void ofEmbedding(LayerSpec.Embedding embedding, int index, String at) {
    if (index > 0) {
      add(at, "is not the first layer of the decoder", "move it to the start, or remove it");
    }
    refuseDropout(at + ".dropout", embedding.dropout());
    refuseDropout(at + ".word_dropout", embedding.wordDropout());
    refuseDropout(at + ".adversarial_noise", embedding.adversarialNoise());
    if (embedding.vectors().isPresent()) {
      add(at + ".vectors", "does not work in a decoder", "remove it");
    }
  }

  private void ofRecurrent(LayerSpec.RecurrentLayer layer, String at) {
    if (layer instanceof LayerSpec.Lstm lstm) {
      refuseUncommon(at + ".recurrent_activation", lstm.recurrentActivation());
    }
    refuseUncommon(at + ".activation", layer.activation());
    refuseDropout(at + ".recurrent_dropout", layer.recurrentDropout());
    refuseDropout(at + ".recurrent_weight_dropout", layer.recurrentWeightDropout());
    if (layer.residual()) {
      add(at + ".residual", "does not work in a decoder", "remove it");
    }
    if (layer.returnSequences().isPresent()) {
      add(at + ".return_sequences", "a decoder always uses every step", "remove it");
    }
  }

  private void refuseDropout(String key, double rate) {
    if (rate > 0) {
      add(key, "does not work in a decoder", "remove it");
    }
  }

  private void refuseUncommon(String key, Activation activation) {
    if (!LayerSpec.COMMON.contains(activation)) {
      add(
          key,
          activation.name().toLowerCase(Locale.ROOT) + " does not work in a decoder",
          "choose tanh, sigmoid, hard_sigmoid, relu or linear");
    }
  }

  private void add(String key, String what, String advice) {
    faults.add(new InvalidSpecException.Fault(key, what, advice));
  }
}
