package dev.sluice.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that follows a run. Open: a plug-in may register further kinds. */
public interface TrackerSpec {

  @Doc(
      "An MLflow server, through its REST API. It receives parameters, the scores of each"
          + " epoch and of the test part, the report, the config and the model. Set"
          + " `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and"
          + " `MLFLOW_TRACKING_PASSWORD`, in the environment if the server needs them.")
  record Mlflow(
      @Doc("The address of the server: `http` or `https`, without a user name.")
          @Example("http://127.0.0.1:5000")
          String uri,
      @Doc("The experiment of the run. It is created if it does not exist.") @Example("reviews")
          String experiment,
      @Doc("Whether to send the model, too. Report, config and scores are always sent.")
          @Default("true")
          boolean model,
      @Doc("The maximum number of seconds that the end of a run waits for unsent data.")
          @Default("60")
          @Range(min = 0, max = 86_400)
          int waitSeconds)
      implements TrackerSpec {
    public Mlflow {
      wrong(uri)
          .ifPresent(
              fault -> {
                throw new InvalidSpecException(List.of(fault));
              });
      if (experiment.isBlank()) {
        throw new InvalidSpecException(
            "experiment", "the name is empty", "name an experiment, for example  reviews");
      }
    }

    /** Never contains the address, which may hold a password. */
    private static Optional<InvalidSpecException.Fault> wrong(String uri) {
      String advice = "for example  http://127.0.0.1:5000";
      try {
        URI parsed = new URI(uri);
        boolean http =
            "http".equalsIgnoreCase(parsed.getScheme())
                || "https".equalsIgnoreCase(parsed.getScheme());
        if (parsed.getRawUserInfo() != null || uri.contains("@")) {
          return fault(
              "contains a user name or a password, which would be written to the run",
              "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN,"
                  + " in the environment");
        }
        if (!http || parsed.getHost() == null) {
          return fault("is not the address of a server, such as http://127.0.0.1:5000", advice);
        }
        if (parsed.getRawQuery() != null || parsed.getRawFragment() != null) {
          return fault("has something after '?' or '#', which is not part of the address", advice);
        }
        return Optional.empty();
      } catch (URISyntaxException e) {
        return uri.contains("@")
            ? fault(
                "contains a user name or a password, which would be written to the run",
                "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD in the environment")
            : fault("is not an address", advice);
      }
    }

    private static Optional<InvalidSpecException.Fault> fault(String what, String advice) {
      return Optional.of(new InvalidSpecException.Fault("uri", what, advice));
    }

    /** The address without trailing slashes. */
    public String address() {
      return uri.replaceFirst("/+$", "");
    }
  }

  @Doc(
      "Event files for TensorBoard: the losses, metrics and learning rate of each epoch, and the"
          + " config as text.")
  record Tensorboard(
      @Doc(
              "The folder in which each run gets its own folder, `<name>/<stamp>`. If omitted, the"
                  + " folder `tensorboard` of the run.")
          @Example("../tensorboard")
          Optional<Path> folder)
      implements TrackerSpec {}
}
