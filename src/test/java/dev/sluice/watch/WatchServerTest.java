package dev.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WatchServerTest {
  private static final int EPOCHS = 4;
  private static final int EXAMPLES = 100;

  @TempDir Path folder;
  private final WatchServer server = WatchServer.start(0, 1);
  private final TrainingState training = server.training();

  @AfterEach
  void stop() {
    server.close();
  }

  private Progress begin() {
    training.begins(new RunFolder(folder), spec());
    return training.progress();
  }

  private static TrainingSpec spec() {
    return new TrainingSpec(
        EPOCHS,
        10,
        OptimizerSpec.Adam.of(0.001),
        new ScheduleSpec.Constant(),
        Optional.empty(),
        Optional.of(new TrainingSpec.EarlyStopping("mae", 5, 0)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty());
  }

  private static void train(Progress progress, int epoch) {
    progress.epochStarted(epoch, EXAMPLES);
    progress.batchTrained(epoch, EXAMPLES, 0.5);
    progress.epochEnded(
        new EpochScores(
            epoch,
            1.0 / epoch,
            Map.of("loss", 2.0 / epoch, "mae", 8.0 / epoch),
            OptionalDouble.of(0.001),
            10),
        /* best= */ true);
  }

  @Test
  void aPageHearsOfEachEpochAndOfTheEnd() throws Exception {
    Progress progress = begin();
    try (Listener page = new Listener(server.url())) {
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).isEqualTo("text/event-stream");
      page.await(event -> event.words().equals("The training starts."));

      progress.epochStarted(1, EXAMPLES);
      progress.batchTrained(1, 25, 0.7);
      JsonNode begun = page.await(e -> e.words().equals("Training: epoch 1 of 4.")).data();
      train(progress, 1);
      train(progress, 2);
      JsonNode curves = page.await(e -> e.data().at("/curve-loss/epochs").size() == 2).data();
      JsonNode state =
          page.await(e -> e.data().at("/figures/Best epoch").asText().equals("2")).data();
      server.close();
      page.await("end");

      assertThat(begun.path("part").asDouble()).isEqualTo(0.0625); // a quarter of one of four
      assertThat(curves.at("/curve-loss/lines/training").toString()).isEqualTo("[1.0,0.5]");
      assertThat(curves.at("/curve-loss/lines/validation").toString()).isEqualTo("[2.0,1.0]");
      assertThat(curves.at("/curve-mae/lines/validation").toString()).isEqualTo("[8.0,4.0]");
      assertThat(curves.at("/curve-loss/kept").asInt()).isEqualTo(2);
      assertThat(state.path("title").asText()).isEqualTo("2/4");
      assertThat(state.path("part").asDouble()).isEqualTo(0.5);
      // two epochs of 10 seconds each are left
      assertThat(state.path("figures").toString())
          .isEqualTo(
              "{\"Time left, at most\":\"20.0 s\",\"Training loss\":\"0.5000\","
                  + "\"Validation loss\":\"1.000\",\"mae\":\"4.000\",\"Best epoch\":\"2\"}");
      assertThat(page.heard().get(page.heard().size() - 2).words())
          .isEqualTo(
              "The training has failed: see the terminal for the reason."); // no run has ended
    }
  }

  @Test
  void aPageThatComesLateGetsAllThatThereIs() throws Exception {
    Progress progress = begin();
    training.line("reading <data>");
    for (int epoch = 1; epoch <= 3; epoch++) {
      train(progress, epoch);
    }

    try (Listener page = new Listener(server.url())) {
      JsonNode curves = page.await("curves").data();
      JsonNode state = page.await("state").data();

      assertThat(curves.at("/curve-loss/epochs").toString()).isEqualTo("[1,2,3]");
      assertThat(state.path("words").asText()).isEqualTo("Training: epoch 3 of 4.");
      assertThat(state.path("lines").toString()).isEqualTo("[\"reading <data>\"]");
    }
  }

  /** It has what is on its way, then the newest: nothing piles up, and others do not wait. */
  @Test
  void aPageThatReadsSlowlyMissesWhatIsOutOfDate() throws Exception {
    String line = "x".repeat(499);
    for (int i = 0; i < 200; i++) {
      training.line(line);
    }
    try (Socket slow = new Socket();
        Listener quick = new Listener(server.url())) {
      slow.setReceiveBufferSize(4096);
      slow.connect(new InetSocketAddress("127.0.0.1", URI.create(server.url()).getPort()));
      slow.getOutputStream()
          .write(
              "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      int states = 20;
      for (int i = 1; i <= states; i++) {
        String last = "line " + i;
        training.line(last);
        quick.await(event -> event.data().path("lines").toString().endsWith(last + "\"]"));
      }

      slow.setSoTimeout(2000);
      String heard = readAll(slow, "line " + states + "\"]");

      assertThat(heard.split("event: state", -1).length - 1).isBetween(2, states / 2);
    }
  }

  private static String readAll(Socket socket, String until) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[1 << 16];
    for (int n = 0; n >= 0 && !all.toString(StandardCharsets.UTF_8).contains(until); ) {
      n = socket.getInputStream().read(some);
      all.write(some, 0, Math.max(0, n));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Test
  void manyPagesListenAndOneTooManyIsTurnedAway() throws Exception {
    Progress progress = begin();
    List<Listener> pages = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      pages.add(new Listener(server.url()));
    }

    assertThat(Listener.get(server.url() + "events").statusCode()).isEqualTo(503);
    train(progress, 1);
    for (Listener page : pages) {
      page.await(event -> event.data().at("/figures/Best epoch").asText().equals("1"));
      page.close();
    }
    train(progress, 2); // finds out that they have gone
    int status = 503;
    for (int i = 0; i < 100 && status == 503; i++) {
      training.line("still here " + i);
      Thread.sleep(300);
      try (Listener page = new Listener(server.url())) {
        status = page.status();
      }
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void endsAtOnceWithoutPagesAndSoonWithOneThatDoesNotRead() throws Exception {
    WatchServer alone = WatchServer.start(0, 1);
    long first = System.nanoTime();
    alone.close();
    assertThat(Duration.ofNanos(System.nanoTime() - first)).isLessThan(Duration.ofSeconds(2));

    try (Listener page = new Listener(server.url())) {
      training.begins(new RunFolder(folder), spec());
      page.await("state");
      training.ended(new RunFolder(folder)); // has a report that nobody asks for
      long began = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }
  }

  @Test
  void aPortThatIsTakenIsTheUsersToFree() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));

      assertThatThrownBy(() -> WatchServer.start(taken.getLocalPort(), 1))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort() + ": cannot listen on it: ")
          .hasMessageContaining("choose another one, or leave out --port");
    }
  }

  /** A name that its owner lets lead to 127.0.0.1 makes a page of his one of this server's. */
  @ParameterizedTest
  @CsvSource({
    "GET, /, 127.0.0.1, 200",
    "GET, /, localhost:9000, 200",
    "GET, /, LocalHost, 200",
    "GET, /, [::1]:8000, 200",
    "GET, /, evil.example, 421",
    "GET, /events, evil.example:80, 421",
    "GET, /reports/1, 127.0.0.1.evil.example, 421",
    "POST, /, localhost, 405",
    "GET, /reports/1, localhost, 404",
    "GET, /reports/x, localhost, 404",
    "GET, /../etc/passwd, localhost, 400",
    "GET, /favicon.ico, localhost, 404"
  })
  void answersThisMachineOnly(String method, String path, String host, int status)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", URI.create(server.url()).getPort())) {
      socket
          .getOutputStream()
          .write(
              "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(method, path, host)
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(readAll(socket, "\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void theNameOfAConfigIsTextAndNoScriptRunsButOurs() throws Exception {
    server.title("<script>alert(1)</script>");

    var page = Listener.get(server.url());

    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(page.body()).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
    assertThat(policy)
        .startsWith("default-src 'none'; ")
        .contains("; connect-src 'self'; frame-ancestors 'none'")
        .doesNotContain("script-src 'unsafe");
    List<String> scripts =
        Pattern.compile("(?s)<script>(.*?)</script>")
            .matcher(page.body())
            .results()
            .map(script -> script.group(1))
            .toList();
    assertThat(scripts).hasSize(3); // ECharts, report.js, watch.js
    for (String script : scripts) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
  }
}
