package dev.sluice.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.RunFolder;
import dev.sluice.source.Table;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that answer for one another, follow one another, or write. */
class SeveralModelsTest {
  private static final String TEXT = "{\"texts\": [\"a fine film\"]}";
  @TempDir Path folder;

  private static ModelServer server(Routing routing) {
    return ModelServer.start(
        new ModelServer.Settings(
            "127.0.0.1",
            List.of(),
            0,
            2,
            Duration.ZERO,
            Limits.USUAL,
            Optional.empty(),
            Optional.empty(),
            routing));
  }

  private static ModelServer.Named named(String name, Path model) {
    return new ModelServer.Named(Optional.of(name), model);
  }

  @Test
  void divideRequestsAndShadowOneAnother() throws Exception {
    Path model = ToyModels.texts(folder.resolve("model"));
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("old", 0.5);
    shares.put("new", 0.5);
    try (ModelServer server =
        server(new Routing(Map.of("old", shares), Map.of("old", "new", "new", "old")))) {
      server.serve(List.of(named("old", model), named("new", model)));
      Client client = new Client(server.port());

      Map<String, Integer> answered = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        Client.Answer answer = client.post("/v1/models/old/predict", TEXT);
        assertThat(answer.header("Sluice-Model")).isEqualTo(answer.json().get("model").asText());
        answered.merge(answer.header("Sluice-Model"), 1, Integer::sum);
      }

      assertThat(answered).containsOnlyKeys("old", "new"); // by chance alone once in 2^39
      String metrics = client.get("/metrics").text();
      assertThat(metrics)
          .contains("sluice_shadow_rows_total{model=\"old\",shadow=\"new\"}")
          .contains("sluice_shadow_other_rows_total{model=\"old\",shadow=\"new\"} 0.0");
    }
  }

  @Test
  void aNewerRunTakesOverWithoutALostRequest() throws Exception {
    Path runs = folder.resolve("films");
    Path first = run(runs.resolve("2026-01-01T00-00-00"), "2026-01-01T00:00:00Z");
    try (ModelServer server = server(Routing.NONE)) {
      server.serve(List.of(new ModelServer.Named(Optional.empty(), runs.resolve("latest"))));
      server.watch(Duration.ofMillis(20));
      Client client = new Client(server.port());
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<List<Integer>> statuses =
          CompletableFuture.supplyAsync(
              () -> {
                List<Integer> all = new ArrayList<>();
                while (!over.get()) {
                  try {
                    all.add(client.post("/v1/models/films/predict", TEXT).status());
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                }
                return all;
              });
      assertThat(version(client)).isEqualTo(first.getFileName().toString());

      Path second = run(runs.resolve("2026-01-02T00-00-00"), "2026-01-02T00:00:00Z");
      while (!version(client).equals(second.getFileName().toString())) {
        Thread.sleep(5);
      }
      over.set(true);

      assertThat(statuses.get()).isNotEmpty().containsOnly(200);
    }
  }

  private static String version(Client client) throws Exception {
    return client.get("/v1/models/films").json().get("version").asText();
  }

  /** A run that has ended, as far as a server looks. */
  private static Path run(Path folder, String started) throws Exception {
    ToyModels.texts(folder.resolve("model"));
    Files.writeString(folder.resolve("config.yaml"), ToyModels.TEXTS);
    RunFolder run = new RunFolder(folder);
    run.setStatus(RunFolder.Status.FINISHED);
    run.linkNames(Instant.parse(started));
    return folder;
  }

  @Test
  void aLanguageModelWritesTokenByToken() throws Exception {
    Path model =
        ToyModels.write(
            folder.resolve("names"),
            """
            name: names
            data:
              source: {csv: {path: rows-are-in-memory.csv}}
              split: {test: {share: 0.2}}
              input: {text: {column: name, tokenizer: {characters: {}}}}
              target: {next: {}}
            network: [{embedding: {size: 3}}, {lstm: {units: 4}}]
            training: {epochs: 1, batch_size: 4}
            """,
            Table.of(
                List.of("name"),
                List.of("anna", "hannah", "nahan", "ann", "hanna", "nanna").stream()
                    .map(List::of)
                    .toList()));
    String request = "{\"prompt\": \"an\", \"length\": 12, \"seed\": 3}";
    try (ModelServer server = server(Routing.NONE)) {
      server.serve(List.of(named("names", model)));
      Client client = new Client(server.port());
      String path = "/v1/models/names/generate";

      Client.Answer whole = client.post(path, request);
      Client.Answer events =
          client.send(
              client
                  .to(path)
                  .POST(HttpRequest.BodyPublishers.ofString(request))
                  .headers("Content-Type", "application/json", "Accept", "text/event-stream"));

      assertThat(whole.status()).as(whole.text()).isEqualTo(200);
      assertThat(events.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(events.text()).endsWith("event: end\ndata: {\"late\":false}\n\n");
      StringBuilder text = new StringBuilder();
      for (String event : events.text().split("\n\n")) {
        if (event.startsWith("event: message")) {
          text.append(Client.JSON.readTree(event.split("data: ")[1]).get("text").asText());
        }
      }
      assertThat(text).hasToString(whole.json().get("text").asText());
      assertThat(client.post(path, "{\"length\": 0}").json().get("detail").asText())
          .isEqualTo("length must be 1 or more");
      assertThat(client.post(path, "{\"lenght\": 5}").json().get("detail").asText())
          .startsWith("unknown key 'lenght'; keys: prompt, length");
      assertThat(
              client
                  .post(path, "{\"prompt\": \"xyz\"}")
                  .json()
                  .get("problems")
                  .get(0)
                  .get("detail")
                  .asText())
          .startsWith("the model was not trained on 'x', 'y', 'z'");
      assertThat(
              client
                  .post("/v1/models/names/predict", "{\"texts\": [\"anna\"]}")
                  .json()
                  .get("predictions")
                  .get(0)
                  .has("perplexity"))
          .isTrue();
      assertThat(client.get("/openapi.json").json().get("paths").has(path)).isTrue();
    }
  }
}
