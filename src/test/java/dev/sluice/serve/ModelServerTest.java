package dev.sluice.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.evaluate.Patience;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.Predictor;
import dev.sluice.predict.TextExplanation;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real sockets. */
class ModelServerTest {
  private static final Limits SMALL = new Limits(2000, 20, Duration.ofSeconds(20), 2);
  private static final String FILMS = "/v1/models/films/predict";
  private static final String SALES = "/v1/models/sales/predict";
  @TempDir static Path folder;
  private static Path texts;
  private static Path series;
  private static ModelServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    texts = ToyModels.texts(folder.resolve("texts"));
    series = ToyModels.series(folder.resolve("series"));
    server = ModelServer.start(settings(0));
    assertThat(server.serve(List.of(named(texts), named(series))))
        .containsExactly("films", "sales");
    client = new Client(server.port());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ModelServer.Settings settings(int port) {
    return settings(port, Optional.empty(), Optional.empty());
  }

  private static ModelServer.Settings settings(
      int port, Optional<Path> tokens, Optional<KeyStoreFile> keyStore) {
    return new ModelServer.Settings(
        "127.0.0.1",
        List.of("proxy.example"),
        port,
        2,
        Duration.ZERO,
        SMALL,
        tokens,
        keyStore,
        Routing.NONE);
  }

  private static ModelServer.Named named(Path model) {
    return new ModelServer.Named(Optional.empty(), model);
  }

  @Test
  void saysOfTextsWhatThePredictorSays() throws Exception {
    Table rows = Table.of(List.of("review"), List.of(List.of("a fine film"), List.of("so so")));
    try (Predictor predictor = Predictor.load(texts)) {
      JsonNode expected = Client.json(predictor.ask(rows, Patience.ENDLESS).documents());

      Client.Answer ofRows =
          client.post(
              FILMS,
              "{\"rows\": [{\"review\": \"a fine film\", \"id\": 7}, {\"review\": \"so so\"}]}");
      Client.Answer ofTexts = client.post(FILMS, "{\"texts\": [\"a fine film\", \"so so\"]}");

      assertThat(ofRows.status()).as(ofRows.text()).isEqualTo(200);
      assertThat(ofRows.header("Content-Type")).isEqualTo("application/json");
      assertThat(ofRows.json().get("predictions")).isEqualTo(expected);
      assertThat(ofRows.json().get("model").asText()).isEqualTo("films");
      assertThat(ofTexts.json()).isEqualTo(ofRows.json());
      assertThat(expected.get(0).get("probabilities").properties()).hasSize(2);
    }
  }

  @Test
  void explainsTextsAsTheExplainerDoes() throws Exception {
    String path = FILMS.replace("predict", "explain");
    try (Explainer explainer = Explainer.load(texts)) {
      TextExplanation expected =
          explainer
              .explain(
                  explainer.rowsOf(List.of("a fine film of so many words")),
                  Optional.empty(),
                  TextExplanation.Method.OCCLUSION)
              .get(0);

      Client.Answer answer = client.post(path, "{\"texts\": [\"a fine film of so many words\"]}");

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      JsonNode why = answer.json().get("explanations").get(0);
      assertThat(why.get("prediction").asText()).isEqualTo(expected.prediction().label());
      assertThat(why.get("log_odds").asDouble()).isEqualTo(expected.output());
      assertThat(why.get("tokens")).hasSize(7);
      for (int i = 0; i < 7; i++) {
        assertThat(why.get("tokens").get(i).get("attribution").asDouble())
            .isEqualTo(expected.tokens().get(i).attribution());
      }
      assertThat(why.get("tokens").get(6).get("seen").asBoolean()).isFalse();
    }
    assertThat(client.post(path, "{\"texts\": [%s\"a\"]}".formatted("\"a\",".repeat(8))).text())
        .contains("9 rows; the maximum is 8");
    assertThat(client.post(SALES.replace("predict", "explain"), "{}").json().get("detail").asText())
        .isEqualTo("the model does not explain: use predict");
    assertThat(client.get("/v1/models/films").json().get("actions").toString())
        .isEqualTo("[\"predict\",\"explain\"]");
  }

  @Test
  void forecastsWithWhatIsKnownAhead() throws Exception {
    String rows =
        """
        {"rows": [
          {"month": "2024-11", "sold": 9, "price": 2.5}, {"month": "2024-12", "sold": 10.5, "price": 3},
          {"month": "2025-01", "sold": "11", "price": 2}, {"month": "2025-02", "price": 4.5},
          {"month": "2025-03", "sold": null, "price": "4,5"}]}
        """;

    Client.Answer answer = client.post(SALES, rows);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode first = answer.json().get("predictions").get(0);
    assertThat(answer.json().get("predictions")).hasSize(2);
    assertThat(first.get("cutoff").asText()).isEqualTo("2025-01");
    assertThat(first.get("timestamp").asText()).isEqualTo("2025-02");
    assertThat(first.get("column").asText()).isEqualTo("sold");
    assertThat(first.get("forecast").isNumber()).isTrue();
    assertThat(first.has("q_0.1")).isTrue();
  }

  @Test
  void namesAllProblemsWithRowColumnAndRemedy() throws Exception {
    Client.Answer ofKeys =
        client.post(FILMS, "{\"rows\": [{\"reviw\": \"x\"}, {\"review\": 5}, 7]}");
    Client.Answer ofCells =
        client.post(
            SALES,
            "{\"rows\": [{\"month\": \"2024-11\", \"sold\": \"n/a\", \"price\": 2},"
                + " {\"month\": \"2024-12\", \"sold\": 1, \"price\": \"?\"}]}");

    assertThat(ofKeys.status()).isEqualTo(400);
    assertThat(ofKeys.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(ofKeys.json())
        .isEqualTo(
            Client.json(
                new ObjectMapper()
                    .readTree(
                        """
                        {"type": "about:blank", "title": "Bad Request", "status": 400,
                         "detail": "3 problems with the rows", "problems": [
                          {"row": 1, "column": "review", "detail": "column 'review' is missing", "remedy": "rename 'reviw'"},
                          {"row": 2, "column": "review", "detail": "column 'review' is the number 5, expected a text",
                           "remedy": "put it in quotes: \\"review\\": \\"5\\""},
                          {"row": 3, "detail": "is the number 7, expected an object",
                           "remedy": "write {\\"review\\":\\"a fine film so dull\\"}"}]}
                        """)));
    assertThat(ofCells.status()).isEqualTo(400);
    assertThat(ofCells.json().get("problems"))
        .as(ofCells.text())
        .anyMatch(p -> p.path("row").asInt() == 1 && p.path("column").asText().equals("sold"))
        .anyMatch(p -> p.path("row").asInt() == 2 && p.path("column").asText().equals("price"));
  }

  @Test
  void saysOfAValueOfAnotherTypeWhatWasFoundAndHowToWriteIt() throws Exception {
    Client.Answer answer =
        client.post(
            SALES,
            "{\"rows\": [{\"month\": null, \"sold\": {\"n\": 1}, \"price\": true, \"more\": [1]}]}");
    Client.Answer ofTexts = client.post(FILMS, "{\"texts\": [1, null]}");

    assertThat(answer.json().get("problems"))
        .extracting(p -> p.get("detail").asText() + "; " + p.get("remedy").asText())
        .extracting(p -> p.replaceAll("\\d+\\.\\d+$", "N")) // means of the training rows
        .containsExactly(
            "column 'month' is null, expected a time as text; write it like \"month\":"
                + " \"2024-01\"",
            "column 'sold' is an object, expected a number; write it like \"sold\": N",
            "column 'price' is true, expected a number; write it like \"price\": N",
            "column 'more' is a list, expected a text or a number; leave it out: the model does not"
                + " read it");
    assertThat(ofTexts.json().get("problems"))
        .extracting(p -> p.get("detail").asText() + "; " + p.get("remedy").asText())
        .containsExactly(
            "is the number 1, expected a text; put it in quotes",
            "is null, expected a text; leave it out");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{},                                 400, found no key",
        "`{\"review\": \"a\", \"id\": 1}`, 400, `found the keys 'review', 'id'`",
        "`{\"rows\": {\"review\": \"a\"}}`, 400, found an object where the list should be",
        "``, 400, found an empty body",
        "{\"rows\": [}, 400, is not JSON at line 1 column 11: Unexpected close marker '}': expected"
            + " ']' (for Array starting at line: 1 column: 10)",
        "{\"rows\": []},                     400, there are no rows",
        "{\"rows\": [{\"review\": \"a\"}]} x, 400, is not JSON",
        "`{\"rows\": [{\"review\": \"a\", \"review\": \"b\"}]}`, 400, Duplicate field",
        "[],                                 400, `expected one key, texts: {\"texts\": [\"..\"]},"
            + " or rows: {\"rows\": [{\"review\": ..}]}; found a list`",
        "{\"texts\": [1]},                   400, 1 problem with the rows",
        "`{\"texts\":"
            + " [\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}`,"
            + " 400, 21 rows; the maximum is 20",
      })
  void refusesABodyThatIsNone(String body, int status, String detail) throws Exception {
    Client.Answer answer = client.post(FILMS, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText().replace(", column", " column"))
        .contains(detail);
    assertThat(answer.text()).doesNotContain("Exception", "dev.sluice", "at com.");
  }

  @Test
  void refusesWhatNoPathOrMethodTakes() throws Exception {
    assertThat(client.get("/nothing").status()).isEqualTo(404);
    assertThat(client.get("/v1/models/other").json().get("detail").asText())
        .isEqualTo("there is no such model; models: films, sales");
    assertThat(client.get("/v1/models/..%2f..%2fetc/predict").status()).isIn(400, 404, 405);
    assertThat(client.get(FILMS).status()).isEqualTo(405);
    assertThat(client.get(FILMS).header("Allow")).isEqualTo("POST");
    assertThat(client.post(FILMS, "x", "Content-Type", "text/html").status()).isEqualTo(415);
    assertThat(
            client
                .post(FILMS, "{}", "Content-Type", "application/json", "Accept", "image/png")
                .status())
        .isEqualTo(406);
    assertThat(client.post(FILMS, "x".repeat(3000)).status()).isEqualTo(413);
    assertThat(client.post(FILMS, "x").header("Access-Control-Allow-Origin")).isEmpty();
  }

  /** A page of evil.example whose name leads to 127.0.0.1 must not be able to ask. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "localhost:9000, 200",
    "LocalHost, 200",
    "[::1]:8080, 200",
    "Proxy.example, 200",
    "evil.example, 421",
    "127.0.0.1.evil.example:80, 421"
  })
  void answersOnlyToNamesOfThisMachineAndThoseItIsTold(String host, int status) throws Exception {
    assertThat(statusLine(server.port(), host)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void answersToAnyNameWhereRequestsNeedATokenOrOtherMachinesMayAsk() throws Exception {
    ModelServer.Settings open =
        new ModelServer.Settings(
            "0.0.0.0",
            List.of(),
            0,
            1,
            Duration.ZERO,
            SMALL,
            Optional.empty(),
            Optional.empty(),
            Routing.NONE);
    Path tokens = Files.writeString(folder.resolve("named"), "a-long-enough-token\n");
    for (ModelServer.Settings settings :
        List.of(open, settings(0, Optional.of(tokens), Optional.empty()))) {
      try (ModelServer other = ModelServer.start(settings)) {
        assertThat(statusLine(other.port(), "models.example")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static String statusLine(int port, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void refusesABodyOfUnknownLengthThatIsTooLarge() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding:"
                      + " chunked\r\n\r\nfff\r\n%s")
                  .formatted(FILMS, "x".repeat(0xfff))
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 413 ")
          .contains("application/problem+json");
    }
  }

  @Test
  void doesNotWaitForABodyForEver() throws Exception {
    Limits hasty = new Limits(2000, 20, Duration.ofMillis(200), 2);
    try (ModelServer other =
            ModelServer.start(
                new ModelServer.Settings(
                    "127.0.0.1",
                    List.of(),
                    0,
                    1,
                    Duration.ZERO,
                    hasty,
                    Optional.empty(),
                    Optional.empty(),
                    Routing.NONE));
        Socket socket = new Socket("127.0.0.1", other.port())) {
      other.serve(List.of(named(texts)));
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"te"
                  .formatted(FILMS)
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 408 ")
          .contains("the body took too long to arrive");
    }
  }

  @Test
  void answersBrokenHttpWithoutAPageOfItsInsides() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write("GET /\0 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      InputStream answer = socket.getInputStream();

      assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("jetty", "Exception");
    }
  }

  @Test
  void readsCsvWithAnyUsualDelimiter() throws Exception {
    String commas = "review,id\n\"so, so\",1\ndull,2\n";
    Client.Answer expected = client.post(FILMS, commas, "Content-Type", "text/csv");

    for (String body :
        List.of(
            "review;id\nso, so;1\ndull;2\n",
            "review|id\nso, so|1\ndull|2\n",
            "review\tid\nso, so\t1\ndull\t2\n")) {
      Client.Answer answer = client.post(FILMS, body, "Content-Type", "text/csv");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo(expected.text());
    }
    assertThat(client.post(FILMS, "review; any\nfine\n", "Content-Type", "text/csv").text())
        .contains("has no column 'review'", "its only column is 'review; any'");
  }

  @Test
  void readsAndWritesCsvAndLines() throws Exception {
    String csv = "review,id\r\n\"fine, fine\",1\r\ndull,2\r\n";
    StringWriter expected = new StringWriter();
    try (Predictor predictor = Predictor.load(texts)) {
      predictor.predict(
          Table.of(
              List.of("review", "id"), List.of(List.of("fine, fine", "1"), List.of("dull", "2"))),
          expected);
    }

    Client.Answer ofCsv = client.post(FILMS, csv, "Content-Type", "text/csv; charset=utf-8");
    Client.Answer asJson =
        client.post(
            FILMS, csv, "Content-Type", "text/csv", "Accept", "application/json, */*;q=0.1");
    Client.Answer ofLines =
        client.post(
            FILMS,
            "{\"review\": \"fine, fine\"}\n{\"review\": \"dull\"}\n",
            "Content-Type",
            "application/x-ndjson");
    Client.Answer broken = client.post(FILMS, "review\n\"x", "Content-Type", "text/csv");

    assertThat(ofCsv.text()).isEqualTo(expected.toString());
    assertThat(asJson.json().get("predictions")).hasSize(2);
    assertThat(ofLines.text().lines())
        .containsExactly(
            asJson.json().get("predictions").get(0).toString(),
            asJson.json().get("predictions").get(1).toString());
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.json().get("problems").get(0).get("line").asInt()).isEqualTo(2);
  }

  @Test
  void describesItsModels() throws Exception {
    JsonNode models = client.get("/v1/models").json().get("models");
    JsonNode sales = client.get("/v1/models/sales").json();

    assertThat(models).extracting(of -> of.get("name").asText()).containsExactly("films", "sales");
    assertThat(sales.get("input"))
        .extracting(of -> of.get("column").asText() + " " + of.get("holds").asText())
        .containsExactly("month time", "sold number", "price number");
    assertThat(client.post(SALES, sales.get("example").toString()).status()).isEqualTo(200);
  }

  @Test
  void countsWhatItDoes() throws Exception {
    client.post(FILMS, "{\"texts\": [\"a fine film\", \"a zebra\"]}");
    client.post(FILMS, "{}");
    client.post(SALES, "{\"rows\": [{\"month\": 1}]}");

    Client.Answer metrics = client.get("/metrics");

    assertThat(metrics.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(metrics.text())
        .containsPattern("sluice_requests_total\\{model=\"films\",status=\"200\"} \\d+")
        .containsPattern("sluice_refusals_total\\{kind=\"json\",model=\"films\"} \\d+")
        .containsPattern("sluice_refusals_total\\{kind=\"rows\",model=\"sales\"} \\d+")
        .containsPattern("sluice_request_seconds_bucket\\{model=\"films\",le=\"0.5\"} \\d+")
        .containsPattern("sluice_rows_total\\{model=\"films\"} \\d+")
        .containsPattern("sluice_predictions_total\\{model=\"films\",prediction=\"(good|bad)\"} ")
        .containsPattern("sluice_unknown_tokens_total\\{model=\"films\"} [1-9]")
        .containsPattern("sluice_batch_examples_count\\{model=\"films\"} \\d+")
        .contains("sluice_requests_inside 0.0");
  }

  @Test
  void describesItsPathsWithColumnsClassesAndExamples() throws Exception {
    JsonNode api = client.get("/openapi.json").json();
    JsonNode ofFilms = api.at("/paths/~1v1~1models~1films~1predict/post");
    JsonNode ofSales = api.at("/paths/~1v1~1models~1sales~1predict/post");

    assertThat(api.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(api.at("/components/schemas/films-row/properties/review/type").asText())
        .isEqualTo("string");
    assertThat(api.at("/components/schemas/films-row/required").toString())
        .isEqualTo("[\"review\"]");
    assertThat(
            api.at("/components/schemas/films-prediction/properties/probabilities/required")
                .toString())
        .isEqualTo("[\"bad\",\"good\"]");
    assertThat(api.at("/components/schemas/sales-row/properties").fieldNames())
        .toIterable()
        .containsExactly("month", "sold", "price");
    for (JsonNode post : List.of(ofFilms, ofSales)) {
      JsonNode example = post.at("/requestBody/content/application~1json/example");
      Client.Answer answer = client.post(post == ofFilms ? FILMS : SALES, example.toString());
      assertThat(answer.json())
          .isEqualTo(post.at("/responses/200/content/application~1json/example"));
      assertThat(post.at("/requestBody/content/text~1csv/schema/pattern").asText())
          .startsWith(post == ofFilms ? "^review(" : "^month,sold,price(");
    }
    assertThat(api.has("security")).isFalse();
  }

  @Test
  void aPageOfOneFileTriesModels() throws Exception {
    Client.Answer page = client.get("/");

    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-");
    assertThat(page.text().replace("http://www.w3.org/2000/svg", ""))
        .contains("<title>Models served by Sluice</title>")
        .doesNotContain("http://", "https://", "innerHTML", "onclick=", "style=\"");
  }

  @Test
  void opensToTheBearersOfTokensOnly() throws Exception {
    String token = "0123456789abcdef-of-mine";
    Path file = Files.writeString(folder.resolve("tokens"), "# mine\n" + token + "\n");
    try (ModelServer other = ModelServer.start(settings(0, Optional.of(file), Optional.empty()))) {
      other.serve(List.of(named(texts)));
      Client asked = new Client(other.port());

      Client.Answer without = asked.get("/v1/models");

      assertThat(without.status()).isEqualTo(401);
      assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(asked.post(FILMS, "{\"texts\": [\"a\"]}").status()).isEqualTo(401);
      assertThat(asked.send(asked.to("/metrics").header("Authorization", "Bearer no")).status())
          .isEqualTo(401);
      assertThat(
              asked
                  .send(asked.to("/openapi.json").header("Authorization", "bearer " + token))
                  .json()
                  .has("security"))
          .isTrue();
      assertThat(asked.get("/readyz").status()).isEqualTo(200);
      assertThat(asked.get("/").status()).isEqualTo(200);
    }
    assertThatThrownBy(
            () ->
                ModelServer.start(
                    settings(
                        0,
                        Optional.of(Files.writeString(folder.resolve("short"), "secret\n")),
                        Optional.empty())))
        .hasMessageContaining("has a token of fewer than 16 characters");
  }

  @Test
  void answersByTls() throws Exception {
    Path store = folder.resolve("keys.p12");
    Path password = Files.writeString(folder.resolve("password"), "changeit\n");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", // a quick start
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStoreFile keys = new KeyStoreFile(store, password);
    try (ModelServer other = ModelServer.start(settings(0, Optional.empty(), Optional.of(keys)))) {
      KeyStore trusted = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);

      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(context)
              .build()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("https://127.0.0.1:" + other.port() + "/healthz"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isReadyOnlyWhenItsModelsAre() throws Exception {
    try (ModelServer other = ModelServer.start(settings(0))) {
      Client asked = new Client(other.port());

      assertThat(asked.get("/healthz").status()).isEqualTo(200);
      assertThat(asked.get("/readyz").status()).isEqualTo(503);
      assertThat(asked.post(FILMS, "{}").header("Retry-After")).isEqualTo("1");
      other.serve(List.of(named(texts)));
      assertThat(asked.get("/readyz").status()).isEqualTo(200);
      other.leave(Duration.ZERO);
      assertThat(asked.get("/readyz").status()).isEqualTo(503);
      Client.Answer last = asked.post(FILMS, "{\"texts\": [\"a\"]}");
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.header("Connection")).isEqualTo("close");
    }
  }

  @Test
  void turnsAwayWhatItCannotHoldAndAnswersTheRestWhenItStops() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    ExecutorService workers = Executors.newSingleThreadExecutor();
    ModelServer other = ModelServer.start(settings(0), workers);
    other.serve(List.of(named(texts)));
    Client asked = new Client(other.port());
    workers.execute(
        () -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    List<CompletableFuture<Client.Answer>> answers =
        List.of(async(asked), async(asked), async(asked));
    Client.Answer refused =
        (Client.Answer) CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).get();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);
    assertThat(closing).isNotDone();
    held.countDown();
    closing.get();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(answers)
        .extracting(answer -> answer.get().status())
        .containsExactlyInAnyOrder(200, 200, 429);
  }

  private static CompletableFuture<Client.Answer> async(Client asked) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return asked.post(FILMS, "{\"texts\": [\"fine\"]}");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "no.such.host.invalid, there is no such host",
    "192.0.2.1, ''", // reserved for documentation; the system says why, in its own words
  })
  void refusesAHostThatIsNotThisMachine(String host, String why) {
    ModelServer.Settings there =
        new ModelServer.Settings(
            host,
            List.of(),
            0,
            1,
            Duration.ZERO,
            SMALL,
            Optional.empty(),
            Optional.empty(),
            Routing.NONE);

    assertThatThrownBy(() -> ModelServer.start(there))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(host + ":0: cannot listen on it: " + why)
        .hasMessageEndingWith(
            "choose an address of this machine with --host; 0.0.0.0 for all of them");
  }

  @Test
  void saysWhatIsWrongWithAKeyStore() throws Exception {
    Path password = Files.writeString(folder.resolve("word"), "changeit\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "other\n");
    Path empty = folder.resolve("empty.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (OutputStream out = Files.newOutputStream(empty)) {
      store.store(out, "changeit".toCharArray());
    }

    assertThatThrownBy(() -> new KeyStoreFile(empty, wrong).forJetty())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(wrong + ": its first line is not the password of " + empty);
    assertThatThrownBy(() -> new KeyStoreFile(empty, password).forJetty())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(empty + ": has no key\n    create one with keytool ");
    assertThatThrownBy(() -> new KeyStoreFile(folder.resolve("none"), password).forJetty())
        .hasMessageContaining("cannot be opened as a key store: there is no such file or folder");
    assertThatThrownBy(() -> new KeyStoreFile(password, password).forJetty())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot be opened as a key store")
        .hasMessageNotContaining("null");
  }

  @Test
  void refusesAPortThatIsTakenAndANameTwice() {
    assertThatThrownBy(() -> ModelServer.start(settings(server.port())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot listen on it")
        .hasMessageEndingWith(
            "choose another port with --port, or stop the program that uses this one");
    try (ModelServer other = ModelServer.start(settings(0))) {
      assertThatThrownBy(() -> other.serve(List.of(named(texts), named(texts))))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("is named 'films' as")
          .hasMessageContaining("NAME=RUN");
    }
  }
}
