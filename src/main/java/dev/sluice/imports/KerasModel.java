package dev.sluice.imports;

import dev.sluice.imports.ForeignChain.Form;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A Keras model as a network of ours. */
final class KerasModel {
  private KerasModel() {}

  /**
   * Reads and translates a model.
   *
   * @throws UserException if it is damaged, or with every layer and option that cannot be
   *     translated
   */
  static ForeignNetwork read(Path path) {
    try (KerasFile file = KerasFile.open(path)) {
      return translated(file);
    }
  }

  private static ForeignNetwork translated(KerasFile file) {
    KerasChain chain = KerasChain.of(file);
    List<Problem> problems = new ArrayList<>();
    for (KerasLayer layer : chain.layers()) {
      try {
        for (String fault : KerasLayers.faults(layer)) {
          problems.add(Untranslatable.problem(file.path(), layer.origin(), fault));
        }
      } catch (Untranslatable e) {
        problems.add(e.in(file.path()));
      }
    }
    if (chain.layers().isEmpty()) {
      throw KerasFile.refused(file.path(), "has no layers", "save it again");
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    try {
      return translated(file, chain);
    } catch (Untranslatable e) {
      throw e.of(file.path());
    } catch (ArithmeticException e) { // sizes whose product exceeds any array
      throw KerasFile.refused(file.path(), "has a layer that is too large", "save it again");
    }
  }

  private static ForeignNetwork translated(KerasFile file, KerasChain chain) {
    KerasLayer first = chain.layers().get(0);
    boolean ids = first.kind().equals("Embedding");
    boolean masked = masked(chain.layers());
    List<Integer> shape =
        chain
            .shape()
            .orElseThrow(
                () ->
                    KerasFile.refused(
                        file.path(),
                        "has no input shape",
                        "start the model with keras.Input(shape), and save it again"));
    if (shape.size() != (ids ? 1 : 2)) {
      throw KerasFile.refused(
          file.path(),
          "an example has the shape %s, expected %s"
              .formatted(shape, ids ? "[steps]" : "[steps, features]"),
          "Sluice's networks read sequences; start the model with keras.Input((steps, features))");
    }
    Optional<Integer> steps = Optional.of(shape.get(0)).filter(size -> size > 0);
    int width = ids ? first.size("input_dim") : shape.get(1);
    if (width < 1) {
      throw KerasFile.refused(
          file.path(), "does not fix the number of features of a step", "set it in keras.Input");
    }
    ForeignNetwork.Input input =
        ids
            ? new ForeignNetwork.Ids(width, steps, masked)
            : new ForeignNetwork.Numbers(
                width,
                steps,
                masked ? OptionalDouble.of(first.number("mask_value", 0)) : OptionalDouble.empty());
    ForeignChain ours = new ForeignChain(ids ? Form.IDS : Form.STEPS, width);
    KerasLayers layers = new KerasLayers(file, ours);
    chain.layers().forEach(layers::add);
    boolean ofSteps = ours.form() != Form.VECTOR;
    ForeignLayer output = ours.takeOutput();
    return new ForeignNetwork(
        file.path(),
        "Keras " + file.version(),
        input,
        ours.layers(),
        output,
        ofSteps,
        file.loss(),
        ours.notes());
  }

  /** Whether a mask makes a difference to a layer. */
  private static boolean masked(List<KerasLayer> layers) {
    boolean mask = false;
    boolean read = false;
    for (KerasLayer layer : layers) {
      mask |=
          layer.kind().equals("Masking")
              || layer.kind().equals("Embedding") && layer.flag("mask_zero", false);
      boolean steps =
          layer.inner("layer").orElse(layer).flag("return_sequences", false)
              || KerasLayers.mask(layer) == KerasLayers.Mask.PASSES;
      switch (KerasLayers.mask(layer)) {
        case PASSES -> {}
        case READS -> {
          read |= mask;
          mask &= steps;
        }
        case IGNORES -> {
          if (mask && read) {
            throw layer.refused(
                "reads masked steps like others, so that its outputs depend on the padding; a mask"
                    + " must reach all layers or none");
          }
          mask = false;
        }
      }
    }
    return read;
  }
}
