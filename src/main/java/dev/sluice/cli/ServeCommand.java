package dev.sluice.cli;

import dev.sluice.problem.ShellWord;
import dev.sluice.serve.KeyStoreFile;
import dev.sluice.serve.Limits;
import dev.sluice.serve.ModelServer;
import dev.sluice.serve.Routing;
import dev.sluice.web.OwnNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Serves predictions over HTTP until it is stopped.",
      "",
      "POST /v1/models/NAME/predict takes rows as JSON or CSV. GET /v1/models lists the models,"
          + " /readyz tells when they are ready. Ctrl-C and SIGTERM stop the server after the"
          + " requests in progress."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice serve runs/reviews/latest",
      "  sluice serve runs/reviews/latest airline=runs/airline/latest --port 9000",
      "  curl --json '{\"texts\": [\"Dull.\"]}' localhost:8080/v1/models/reviews/predict"
    })
final class ServeCommand implements Runnable {
  private static final Duration WATCH = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final String SPLIT = "--split old=0.9,new=0.1";
  private static final String SHADOW = "--shadow old=new";
  private static final Pattern NAMED = Pattern.compile("([\\p{L}\\p{N}_.-]+)=(.+)");

  /** A name that cannot be one; a path may hold '=' after its first folder. */
  private static final Pattern MISNAMED = Pattern.compile("([^=/\\\\]*)=(.+)");

  private final Terminal terminal;
  @Spec private CommandSpec command;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Folders of runs, or model folders. NAME=RUN serves a model under another name than that"
              + " of its config; NAME may have letters, digits, '_', '.' and '-'.")
  private List<String> runs;

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description = "The port; 0 takes any free port. Default: 8080.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on; 0.0.0.0 for all. Default: 127.0.0.1, this machine only.")
  private String host;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "Also accept requests for this host name, such as that of a proxy. For a --host of this"
              + " machine without --token-file, where other names are refused, because web pages"
              + " could use them (DNS rebinding). Can be repeated.")
  private List<String> names = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "The number of requests computed at the same time. Default: the number of processors.")
  private Integer threads;

  @Option(
      names = "--batch-wait",
      defaultValue = "0",
      paramLabel = "MS",
      description =
          "Milliseconds that a request waits for others, to be computed together. Default: 0, which"
              + " combines only requests that arrive while others are computed.")
  private double batchWait;

  @Option(
      names = "--max-bytes",
      defaultValue = "10485760",
      paramLabel = "BYTES",
      description = "The largest body of a request. Default: 10485760.")
  private int maxBytes;

  @Option(
      names = "--max-rows",
      defaultValue = "10000",
      paramLabel = "ROWS",
      description = "The maximum number of rows of a request. Default: 10000.")
  private int maxRows;

  @Option(
      names = "--max-requests",
      defaultValue = "256",
      paramLabel = "N",
      description =
          "The maximum number of requests in progress or waiting; more get status 429. Default:"
              + " 256.")
  private int maxRequests;

  @Option(
      names = "--timeout",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "The maximum time of a request. Default: 30.")
  private double timeout;

  @Option(
      names = "--watch",
      description =
          "When a newer run finishes and a RUN such as runs/reviews/latest points to it, serve its"
              + " model instead; no request is lost.")
  private boolean watch;

  @Option(
      names = "--split",
      paramLabel = "NAME=SHARE,NAME=SHARE",
      description =
          "Divide the requests for the first model among these, as in old=0.9,new=0.1. Can be"
              + " repeated.")
  private List<String> splits = List.of();

  @Option(
      names = "--shadow",
      paramLabel = "NAME=NAME",
      description =
          "Send the requests for the first model to the second one, too; its answers are only"
              + " compared, in /metrics.")
  private List<String> shadows = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with bearer tokens, one per line; each request then needs one of them.")
  private Path tokenFile;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "A key store (PKCS #12 or JKS) with a certificate and its key, for https.")
  private Path keyStore;

  @Option(
      names = "--keystore-password",
      paramLabel = "FILE",
      description = "A file whose first line is the password of --keystore.")
  private Path keyStorePassword;

  ServeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    ModelServer.Settings settings = settings();
    List<ModelServer.Named> named = runs.stream().map(this::named).toList();
    try (Interruption stop = new Interruption();
        ModelServer server = ModelServer.start(settings)) { // closed before the program exits
      List<String> names = server.serve(named);
      if (watch) {
        server.watch(WATCH);
      }
      terminal
          .err()
          .println(
              "serving %s on %s://%s:%s"
                  .formatted(
                      String.join(", ", names),
                      keyStore == null ? "http" : "https",
                      host.contains(":") ? "[" + host + "]" : host,
                      server.port()));
      stop.await();
      server.leave(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ModelServer.Named named(String run) {
    Matcher named = NAMED.matcher(run);
    if (named.matches()) {
      return new ModelServer.Named(Optional.of(named.group(1)), Path.of(named.group(2)));
    }
    Matcher misnamed = MISNAMED.matcher(run);
    if (misnamed.matches() && !Files.exists(Path.of(run))) {
      String name = misnamed.group(1).strip().replaceAll("[^\\p{L}\\p{N}_.-]+", "-");
      throw new ParameterException(
          command.commandLine(),
          "'%s' cannot name a model: use letters, digits, '_', '.' and '-', for example %s"
              .formatted(
                  misnamed.group(1),
                  (name.isEmpty() ? "model" : name)
                      + "="
                      + ShellWord.of(Path.of(misnamed.group(2).strip()))));
    }
    return new ModelServer.Named(Optional.empty(), Path.of(run));
  }

  private ModelServer.Settings settings() {
    List<String> problems = new ArrayList<>();
    if (port < 0 || port > 65_535) {
      problems.add("--port must be from 0 to 65535");
    }
    if (threads != null && threads < 1) {
      problems.add("--threads must be 1 or more");
    }
    if (maxBytes < 1 || maxRows < 1 || maxRequests < 1 || timeout <= 0) {
      problems.add("--max-bytes, --max-rows, --max-requests and --timeout must be above 0");
    }
    if ((keyStore == null) != (keyStorePassword == null)) {
      problems.add("--keystore and --keystore-password must be given together");
    }
    if (!names.isEmpty()
        && (tokenFile != null || OwnNames.of(host, List.of()).equals(OwnNames.ANY))) {
      problems.add(
          "--allow-host has no effect with --token-file or a --host that other machines reach: any"
              + " name is accepted there");
    }
    if (batchWait < 0) {
      problems.add("--batch-wait must be 0 or more");
    }
    if (!problems.isEmpty()) {
      throw new ParameterException(command.commandLine(), String.join("; ", problems));
    }
    return new ModelServer.Settings(
        host,
        names,
        port,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
        Duration.ofNanos((long) (batchWait * 1e6)),
        new Limits(maxBytes, maxRows, Duration.ofMillis((long) (timeout * 1000)), maxRequests),
        Optional.ofNullable(tokenFile),
        Optional.ofNullable(keyStore).map(file -> new KeyStoreFile(file, keyStorePassword)),
        routing());
  }

  private Routing routing() {
    Map<String, Map<String, Double>> byName = new LinkedHashMap<>();
    for (String split : splits) {
      Map<String, Double> shares = new LinkedHashMap<>();
      for (String part : split.split(",")) {
        shares.put(before(part, SPLIT), number(after(part, SPLIT), split));
      }
      byName.put(shares.keySet().iterator().next(), shares);
    }
    Map<String, String> shadowOf = new LinkedHashMap<>();
    shadows.forEach(pair -> shadowOf.put(before(pair, SHADOW), after(pair, SHADOW)));
    try {
      return new Routing(byName, shadowOf);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--split: " + e.getMessage());
    }
  }

  private String before(String pair, String option) {
    return pair.substring(0, pair.length() - after(pair, option).length() - 1);
  }

  private String after(String pair, String option) {
    int at = pair.lastIndexOf('=');
    if (at < 1 || at == pair.length() - 1) {
      throw new ParameterException(
          command.commandLine(),
          "'%s' has no name or nothing after '='; expected %s".formatted(pair, option));
    }
    return pair.substring(at + 1);
  }

  private double number(String text, String whole) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(), "'%s' in '%s' is not a number".formatted(text, whole));
    }
  }
}
