package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder;
import dev.sluice.web.OwnNames;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for predictions over HTTP; docs/serve.md describes them. It starts before its
 * models are loaded, and reports that. Closing it completes the requests in progress.
 */
public final class ModelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
  private static final int IO_THREADS = 16; // none of them waits for a client
  private static final int BACKLOG = 1024; // connections that come at the same time
  private static final long IDLE = 30_000; // ms, of a connection

  private final Server server;
  private final ServerConnector connector;
  private final Api api;
  private final ExecutorService workers;
  private final Settings settings;
  private final ExecutorService writers;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, ServedModel> models = new LinkedHashMap<>(); // guarded by itself
  private final Map<String, Path> paths = new LinkedHashMap<>(); // as they were named
  private final Map<String, String> unreadable = new HashMap<>(); // what was logged of newer runs

  private ModelServer(Settings settings, ExecutorService workers) {
    this.settings = settings;
    this.workers = workers;
    this.writers = Executors.newFixedThreadPool(settings.threads());
    this.api =
        new Api(
            settings.limits(),
            settings.tokens().map(Tokens::read).orElse(Tokens.none()),
            settings.tokens().isPresent()
                ? OwnNames.ANY
                : OwnNames.of(settings.host(), settings.names()),
            settings.routing(),
            writers);
    QueuedThreadPool threads = new QueuedThreadPool(IO_THREADS);
    threads.setName("http");
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector =
        settings
            .keyStore()
            .map(
                store -> {
                  http.addCustomizer(new SecureRequestCustomizer(/* sniHostCheck= */ false));
                  return new ServerConnector(
                      server,
                      1,
                      1,
                      AbstractConnectionFactory.getFactories(
                          store.forJetty(), new HttpConnectionFactory(http)));
                })
            .orElseGet(() -> new ServerConnector(server, 1, 1, new HttpConnectionFactory(http)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE);
    connector.setAcceptQueueSize(BACKLOG);
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(api));
    server.setStopTimeout(settings.limits().time().toMillis());
    server.setErrorHandler(
        (request, response, callback) -> {
          int status = Math.max(response.getStatus(), HttpStatus.BAD_REQUEST_400);
          new Exchange(request, response, callback, (of, sent) -> {})
              .refuse(new Refusal(status, "http", HttpStatus.getMessage(status)));
          return true;
        });
  }

  /**
   * Where and how requests are answered.
   *
   * @param host an address of this machine
   * @param names further ones by which clients may ask if {@code host} is of this machine alone,
   *     such as that of a proxy
   * @param port 0: any free port
   * @param threads that predict at the same time
   * @param batchWait how long requests wait for others, to be computed together
   * @param tokens a file with bearer tokens, one of which each request needs
   * @param routing which model answers for which
   * @param keyStore for answers over TLS; empty: plain text
   */
  public record Settings(
      String host,
      List<String> names,
      int port,
      int threads,
      Duration batchWait,
      Limits limits,
      Optional<Path> tokens,
      Optional<KeyStoreFile> keyStore,
      Routing routing) {}

  /**
   * Listens; no model answers yet.
   *
   * @throws UserException if the port is taken, or the host is not this machine
   */
  public static ModelServer start(Settings settings) {
    return start(settings, Executors.newFixedThreadPool(settings.threads()));
  }

  /**
   * @param workers compute predictions; shut down with the server
   */
  static ModelServer start(Settings settings, ExecutorService workers) {
    ModelServer started = new ModelServer(settings, workers);
    try {
      started.server.start();
      return started;
    } catch (Exception e) {
      started.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean unknown = cause instanceof UnresolvedAddressException;
      if (unknown || cause instanceof BindException) {
        throw new UserException(
            Problem.inFile(
                settings.host() + ":" + settings.port(),
                "cannot listen on it: " + (unknown ? "there is no such host" : cause.getMessage()),
                isOfThisMachine(settings.host())
                    ? "choose another port with --port, or stop the program that uses this one"
                    : "choose an address of this machine with --host; 0.0.0.0 for all of them"),
            e);
      }
      throw e instanceof RuntimeException ours ? ours : new IllegalStateException(e);
    }
  }

  private static boolean isOfThisMachine(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The content of {@code /openapi.json} for a server with one model, from which clients can be
   * generated; no server is started.
   *
   * @param run a run's folder, or a model's
   * @throws UserException if there is no model, or it is damaged
   */
  public static Map<String, Object> description(Path run) {
    Settings settings =
        new Settings(
            "localhost",
            List.of(),
            0,
            1,
            Duration.ZERO,
            Limits.USUAL,
            Optional.empty(),
            Optional.empty(),
            Routing.NONE);
    try (ServedModel model =
        ServedModel.open(
            new Named(Optional.empty(), run),
            settings,
            Runnable::run,
            new ServerMetrics(() -> 0))) {
      return OpenApi.of(List.of(model), settings.limits(), /* tokens= */ false);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * A model to serve.
   *
   * @param name in paths; empty: that of its config
   * @param path a run's folder, or a model's
   */
  public record Named(Optional<String> name, Path path) {}

  /**
   * Reads models, checks each against its probe, warms it up and answers from then on.
   *
   * @return their names
   * @throws UserException if one of them cannot be read, or two have the same name
   */
  public List<String> serve(List<Named> runs) {
    synchronized (models) {
      for (Named run : runs) {
        ServedModel model = ServedModel.open(run, settings, workers, api.metrics());
        ServedModel before = models.putIfAbsent(model.name(), model);
        if (before != null) {
          model.close();
          throw new UserException(
              Problem.inFile(
                  run.path(),
                  "is named '%s' as %s is".formatted(model.name(), paths.get(model.name())),
                  "give one of them another name: NAME=RUN"));
        }
        paths.put(model.name(), run.path());
      }
      api.serve(models);
      return List.copyOf(models.keySet());
    }
  }

  /**
   * From now on a newer run that has finished replaces an older one of its name, such as {@code
   * runs/reviews/latest}. Earlier requests are answered by the older one.
   */
  public void watch(Duration every) {
    clock.scheduleWithFixedDelay(
        this::takeOver, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void takeOver() {
    synchronized (models) {
      paths.forEach(
          (name, path) -> {
            try {
              newer(models.get(name), path).ifPresent(this::replace);
              unreadable.remove(name);
            } catch (RuntimeException e) { // the older model continues to answer
              if (!e.toString().equals(unreadable.put(name, e.toString()))) {
                LOG.warn("{}: {}", path, e.getMessage());
              }
            }
          });
    }
  }

  private Optional<ServedModel> newer(ServedModel model, Path path) {
    if (!RunFolder.isNamed(path) && model.folder().equals(path)) {
      return Optional.empty(); // it names one run
    }
    RunFolder run = RunFolder.open(path);
    return run.path().equals(model.folder())
            || !run.status().equals(Optional.of(RunFolder.Status.FINISHED))
        ? Optional.empty()
        : Optional.of(
            ServedModel.open(
                new Named(Optional.of(model.name()), run.path()),
                settings,
                workers,
                api.metrics()));
  }

  private void replace(ServedModel newer) {
    ServedModel older = models.put(newer.name(), newer);
    api.serve(models);
    older.close();
    LOG.info("{} answers for {}", newer.folder(), newer.name());
  }

  /** Waits until it is closed by another thread. */
  public void join() throws InterruptedException {
    server.join();
  }

  /**
   * Continues to answer for a while, but reports that it is not ready and asks clients to close
   * their connections, so that no request arrives while {@link #close} closes them.
   */
  public void leave(Duration grace) throws InterruptedException {
    api.leave();
    Thread.sleep(grace.toMillis());
  }

  /** Accepts no more requests, answers those in progress, and frees the models. */
  @Override
  public void close() {
    api.leave();
    clock.shutdownNow();
    try {
      server.stop();
      workers.shutdown();
      writers.shutdown();
      workers.awaitTermination(settings.limits().time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // as Jetty declares it
      throw new IllegalStateException("the server did not stop in time", e);
    } finally {
      workers.shutdownNow();
      writers.shutdownNow();
      synchronized (models) {
        models.values().forEach(ServedModel::close);
      }
    }
  }
}
