package dev.sluice.network;

import dev.sluice.problem.Problem;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import java.util.List;

/**
 * What a decoder of forecasts cannot be.
 *
 * @param task of the target, as a user reads it
 */
record ForecastDecoderRules(
    NetworkSpec.EncoderDecoder spec, OutputShape.Values values, InputShape input, String task) {

  void check(List<Problem> problems) {
    if (!task.equals("forecast")) {
      problems.add(
          Problem.atKey(
              "network.decoder",
              "is for targets text and forecast, and the target is another one",
              "write the layers of the encoder as a list under network, or choose the target"
                  + " text or forecast"));
      return;
    }
    if (!values.decodesRecursively()) {
      problems.add(
          Problem.atKey(
              "network.decoder",
              "forecasts one row after the other, but data.target.forecast.decoding is direct",
              values.numbers() > 1
                  ? "add decoding: recursive there, and intervals in place of quantiles or a"
                      + " distribution"
                  : "add decoding: recursive there"));
    }
    if (spec.decoder().get(0) instanceof LayerSpec.Embedding) {
      problems.add(
          Problem.atKey(
              "network.decoder[0].embedding",
              "turns ids into numbers, but a forecast reads numbers",
              "remove it"));
    }
    if (spec.attention().isPresent()) {
      problems.add(
          Problem.atKey(
              "network.attention",
              "is for texts: the decoder of a forecast starts from the last state of the encoder",
              "remove it; or add - attention: {units: 32} as the last layer of the encoder, which"
                  + " weighs its steps once"));
    }
    if (input.reversible().isPresent()) {
      problems.add(
          Problem.atKey(
              "data.input.series.window_scale",
              "revin scales the rows that the encoder reads, but not those that the decoder reads",
              "choose standard"));
    }
  }
}
