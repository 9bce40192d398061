package dev.sluice.watch;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.report.WatchPage;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.web.OwnNames;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Shows a training on a page of 127.0.0.1. It has threads of its own, and whatever happens to them
 * or to the pages, the training neither waits nor fails.
 */
public final class WatchServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int THREADS = 6; // none of them waits for a page
  private static final int MOST_STREAMS = 32;
  private static final int SEND_BUFFER = 1 << 16; // what lies in it is out of date when it is read
  private static final long TICK = 250; // ms, between two states that are sent
  private static final int BEAT = 40; // ticks between two comments
  private static final Duration PATIENCE = Duration.ofSeconds(3); // with pages, at the end
  private static final Pattern REPORT = Pattern.compile("/reports/(\\d{1,6})");

  private static final OwnNames NAMES = OwnNames.of(HOST, List.of());

  private final Server server;
  private final ServerConnector connector;
  private final TrainingState training;
  private final List<EventStream> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile WatchPage page = WatchPage.of("Training");
  private EventStream.Newest newest = // guarded by this
      new EventStream.Newest(-1, new byte[0], -1, new byte[0], false);
  private long ticks;
  private int listening; // pages that were there when the training ended; guarded by this
  private final Map<Integer, Integer> fetched =
      new HashMap<>(); // how often each report was; guarded
  private boolean closed;
  private volatile boolean failed;

  private WatchServer(int port, int runs) {
    this.training = new TrainingState(runs);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("watch-http");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(port);
    connector.setAcceptedSendBufferSize(SEND_BUFFER);
    server.addConnector(connector);
    server.setHandler(new Pages());
    server.setErrorHandler(
        (request, response, callback) -> {
          int status = Math.max(response.getStatus(), HttpStatus.BAD_REQUEST_400);
          text(response, callback, status, HttpStatus.getMessage(status));
          return true;
        });
  }

  /**
   * Listens.
   *
   * @param port 0: any that is free
   * @param runs how many trainings will follow each other
   * @throws UserException if the port is taken
   */
  public static WatchServer start(int port, int runs) {
    WatchServer started = new WatchServer(port, runs);
    try {
      started.server.start();
    } catch (Exception e) { // as Jetty declares it
      started.stop();
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new UserException(
            Problem.inFile(
                HOST + ":" + port,
                "cannot listen on it: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                "stop the program that uses the port, choose another one, or leave out --port for"
                    + " any free port"),
            e);
      }
      throw e instanceof RuntimeException ours ? ours : new IllegalStateException(e);
    }
    started.clock.scheduleWithFixedDelay(started::tick, TICK, TICK, TimeUnit.MILLISECONDS);
    return started;
  }

  /** Where the page is. */
  public String url() {
    return "http://%s:%s/".formatted(HOST, connector.getLocalPort());
  }

  /** What is to be told how the training goes. */
  public TrainingState training() {
    return training;
  }

  /**
   * @param config its name
   */
  public void title(String config) {
    page = WatchPage.of(config);
  }

  private void tick() {
    ticks++;
    if (!streams.isEmpty()) {
      send();
      if (ticks % BEAT == 0) {
        beat();
      }
    }
  }

  /** To all pages what is new. A mistake in it is shown on them, and costs no training. */
  private void send() {
    try {
      EventStream.Newest events = newest();
      streams.forEach(stream -> stream.offer(events));
    } catch (RuntimeException e) {
      if (!failed) {
        failed = true;
        training.line("this page cannot show everything: " + e);
      }
    }
  }

  private void beat() {
    try {
      streams.forEach(EventStream::beat);
    } catch (RuntimeException e) {
      training.line("this page cannot be told that its server is there: " + e);
    }
  }

  private synchronized EventStream.Newest newest() {
    boolean last = training.isOver(); // asked first: nothing changes behind it
    long state = training.changes();
    long curves = training.curveChanges();
    newest =
        new EventStream.Newest(
            state,
            state == newest.stateNumber()
                ? newest.state()
                : EventStream.event("state", Json.line(training.shown())),
            curves,
            curves == newest.curvesNumber()
                ? newest.curves()
                : EventStream.event("curves", Json.line(training.curves())),
            last);
    return newest;
  }

  /**
   * Tells the pages that nothing more comes, and waits a moment for those that are open to get it,
   * and the report with it.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      listening = streams.size();
    }
    training.close();
    try {
      send();
      waitForPages();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
    }
  }

  private void waitForPages() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    synchronized (this) {
      for (long left = PATIENCE.toMillis(); left > 0 && isAwaited(); ) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    }
  }

  private boolean isAwaited() {
    int last = training.ended();
    return !streams.isEmpty() || last > 0 && fetched.getOrDefault(last, 0) < listening;
  }

  private void stop() {
    clock.shutdownNow();
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // as Jetty declares it
      // Its threads are daemons, which end with the program.
    }
  }

  private synchronized void isGone(EventStream stream) {
    streams.remove(stream);
    notifyAll();
  }

  private synchronized void hasReport(int number) {
    fetched.merge(number, 1, Integer::sum);
    notifyAll();
  }

  /** What a browser may ask for. No thread waits for it. */
  private final class Pages extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
      response.getHeaders().put("Referrer-Policy", "no-referrer");
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      String path = Request.getPathInContext(request);
      if (!NAMES.include(Request.getServerName(request))) {
        text(response, callback, HttpStatus.MISDIRECTED_REQUEST_421, "ask for " + url());
      } else if (!request.getMethod().equals("GET")) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET");
        text(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "use GET");
      } else if (path.equals("/")) {
        WatchPage shown = page;
        response.getHeaders().put("Content-Security-Policy", shown.policy());
        answer(
            response,
            callback,
            HttpStatus.OK_200,
            "text/html",
            shown.html().getBytes(StandardCharsets.UTF_8));
      } else if (path.equals("/events")) {
        listen(response, callback);
      } else {
        report(path, response, callback);
      }
      return true;
    }

    private void listen(Response response, Callback callback) {
      if (streams.size() >= MOST_STREAMS) {
        text(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "too many pages are open");
        return;
      }
      response.setStatus(HttpStatus.OK_200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      EventStream[] stream = new EventStream[1];
      stream[0] = new EventStream(response, callback, () -> isGone(stream[0]));
      synchronized (WatchServer.this) {
        streams.add(stream[0]);
        listening += closed ? 1 : 0;
      }
      stream[0].offer(newest());
    }

    private void report(String path, Response response, Callback callback) {
      Matcher asked = REPORT.matcher(path);
      Optional<RunFolder> run =
          asked.matches() ? training.ended(Integer.parseInt(asked.group(1))) : Optional.empty();
      if (run.isEmpty()) {
        text(response, callback, HttpStatus.NOT_FOUND_404, "there is nothing here");
        return;
      }
      int number = Integer.parseInt(asked.group(1));
      try {
        answer(
            response,
            Callback.from(callback, () -> hasReport(number)),
            HttpStatus.OK_200,
            "text/html",
            Files.readAllBytes(run.get().report()));
      } catch (IOException e) {
        text(response, callback, HttpStatus.NOT_FOUND_404, "the report cannot be read");
      }
    }
  }

  private static void text(Response response, Callback callback, int status, String words) {
    answer(
        response, callback, status, "text/plain", (words + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(
      Response response, Callback callback, int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
