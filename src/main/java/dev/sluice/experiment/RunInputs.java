package dev.sluice.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Json;
import dev.sluice.run.Provenance;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.SplitSpec.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that a run reads. */
public final class RunInputs {
  private RunInputs() {}

  /** Absolute, so that they are found from every folder. */
  public static List<Path> of(DataSpec data) {
    return Stream.concat(
            Stream.of(data.source().path()),
            Stream.of(data.split().validation(), data.split().test())
                .flatMap(part -> part.flatMap(Part::file).stream()))
        .map(Path::toAbsolutePath)
        .distinct()
        .toList();
  }

  /**
   * Makes sure that a run's data are what they were when it began.
   *
   * @throws UserException with every file that is gone or has changed
   */
  public static void requireUnchanged(RunFolder run) {
    List<Problem> problems = new ArrayList<>();
    if (Json.read(run.provenance()).path("data").isEmpty()) {
      throw new UserException(
          Problem.inFile(run.provenance(), "names no data", "bring back the file, or train anew"));
    }
    for (JsonNode file : Json.read(run.provenance()).path("data")) {
      Path path = Path.of(file.path("path").asText());
      String mend = "bring back the file that the run was started with, or train anew";
      if (!Files.exists(path)) {
        problems.add(Problem.inFile(path, "is gone since the run was started", mend));
      } else if (!Provenance.sha256(path).equals(file.path("sha256").asText())) {
        problems.add(Problem.inFile(path, "has changed since the run was started", mend));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }
}
