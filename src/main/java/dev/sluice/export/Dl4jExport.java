package dev.sluice.export;

import dev.sluice.model.Bundle;
import dev.sluice.network.StockNetwork;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import java.nio.file.Path;

/** A model as the zip that {@code ModelSerializer} of Deeplearning4j restores. */
public final class Dl4jExport {
  private Dl4jExport() {}

  /**
   * @throws UserException if stock Deeplearning4j cannot express the network
   */
  public static void write(Bundle bundle, Path file) {
    StockNetwork stock =
        StockNetwork.of(bundle.network().plan(), bundle.config(), bundle.network().parameters());
    if (stock instanceof StockNetwork.Expressed expressed) {
      AtomicFiles.writeFile(file, expressed::write);
      return;
    }
    throw new UserException(
        Problem.atKey(
            "network",
            "has no model.zip: " + ((StockNetwork.NotExpressible) stock).reason(),
            "export it with --format onnx"));
  }
}
