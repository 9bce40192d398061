package dev.sluice.input.text;

import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.TargetSpec;

/** What a config says of texts with a class; after this, nobody asks for its kind again. */
record TextSpecs(DataSpec data, InputSpec.Text input, TargetSpec.ClassTarget target) {
  /**
   * @param data of this pair: {@link DataSpec} refuses others
   */
  static TextSpecs of(DataSpec data) {
    return new TextSpecs(
        data, (InputSpec.Text) data.input(), (TargetSpec.ClassTarget) data.target());
  }
}
