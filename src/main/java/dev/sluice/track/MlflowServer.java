package dev.sluice.track;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.Shortened;
import dev.sluice.run.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** The REST API of an MLflow server; each failure says what is wrong and what to do. */
final class MlflowServer {
  private static final ObjectMapper JSON = Json.mapper();
  private static final int SHOWN = 300; // characters of an answer

  /** The server refused, with one of the error codes of MLflow. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;
    private final String code;

    Refused(String code, String message) {
      super(message);
      this.code = code;
    }

    boolean is(String other) {
      return code.equals(other);
    }
  }

  private final String address;
  private final Optional<String> authorization;
  private final Duration patience;
  private final HttpClient client;

  /**
   * @param authorization the header, which no message repeats
   * @param patience the time limit of one request
   */
  MlflowServer(String address, Optional<String> authorization, Duration patience) {
    this.address = address;
    this.authorization = authorization;
    this.patience = patience;
    // Redirects are not followed: the header would be sent to whatever host they name.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * @param environment has the credentials, if there are any
   */
  static MlflowServer at(String address, Map<String, String> environment) {
    return new MlflowServer(address, authorization(environment), Duration.ofSeconds(20));
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    if (!token.isEmpty()) {
      return Optional.of("Bearer " + token);
    }
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  String address() {
    return address;
  }

  /**
   * @param method of the API, such as `runs/get`
   * @param query names and values, alternating
   */
  JsonNode get(String method, String... query) throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder("/api/2.0/mlflow/" + method);
    for (int i = 0; i < query.length; i += 2) {
      path.append(i == 0 ? '?' : '&').append(query[i]).append('=').append(encoded(query[i + 1]));
    }
    return json(send("GET", path.toString(), BodyPublishers.noBody(), patience));
  }

  /**
   * @param plain maps, lists, texts and numbers
   */
  JsonNode post(String method, Map<String, Object> plain) throws IOException, InterruptedException {
    BodyPublisher body = BodyPublishers.ofString(JSON.writeValueAsString(plain));
    return json(send("POST", "/api/2.0/mlflow/" + method, body, patience));
  }

  /**
   * Stores a file through the server.
   *
   * @param path of the artifact, below the root of all artifacts
   * @param most the time limit
   */
  void put(String path, Path file, Duration most) throws IOException, InterruptedException {
    String encoded =
        Arrays.stream(path.split("/")).map(MlflowServer::encoded).collect(Collectors.joining("/"));
    send(
        "PUT",
        "/api/2.0/mlflow-artifacts/artifacts/" + encoded,
        BodyPublishers.ofFile(file),
        most.compareTo(patience) > 0 ? most : patience);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String send(String method, String path, BodyPublisher body, Duration most)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(most).method(method, body);
    request.header(
        "Content-Type", method.equals("PUT") ? "application/octet-stream" : "application/json");
    authorization.ifPresent(header -> request.header("Authorization", header));
    HttpResponse<String> answer;
    try {
      answer = client.send(request.build(), BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      throw failed("does not answer within " + most.toSeconds() + " s", "", e);
    } catch (SSLException e) {
      throw failed(
          "cannot be trusted: " + e.getMessage(),
          "add the issuer of its certificate to a trust store:"
              + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE; ",
          e);
    } catch (ConnectException e) {
      throw failed("cannot be reached", "start it, or correct tracking.mlflow.uri; ", e);
    } catch (IOException e) {
      throw failed("the connection broke: " + e.getMessage(), "", e);
    }
    return checked(answer);
  }

  private String checked(HttpResponse<String> answer) throws IOException {
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      throw failed(
          "denied access (%s)".formatted(status),
          "set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD; ",
          null);
    }
    if (status / 100 == 3) {
      throw failed(
          "redirects to another address (%s)".formatted(status),
          "set tracking.mlflow.uri to it; ",
          null);
    }
    if (status / 100 != 2) {
      Optional<JsonNode> error = parsed(answer.body()).filter(node -> node.has("error_code"));
      String what =
          error.map(node -> node.path("message").asText()).orElse("HTTP status " + status);
      throw new Refused(
          error.map(node -> node.path("error_code").asText()).orElse(""),
          message("says: " + shown(what), status == 404 && error.isEmpty() ? NO_SERVER : ""));
    }
    return answer.body();
  }

  private static final String NO_SERVER =
      "is tracking.mlflow.uri the address of an MLflow server? ";

  private JsonNode json(String body) throws IOException {
    return parsed(body)
        .filter(JsonNode::isObject)
        .orElseThrow(() -> failed("does not answer as an MLflow server does", NO_SERVER, null));
  }

  private static Optional<JsonNode> parsed(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** On one line, without control characters that a terminal would interpret. */
  private static String shown(String text) {
    return Shortened.to(SHOWN, text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
  }

  /** A failure of this server. */
  IOException failed(String what, String advice, Exception cause) {
    return new IOException(message(what, advice), cause);
  }

  private String message(String what, String advice) {
    return "%s %s%n    %sthe training continues, and tracking is retried until it ends"
        .formatted(address, shown(what), advice);
  }
}
