package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a request is refused; as JSON, problem details by RFC 9457. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What rows of JSON are called in messages; a line of them is a row. */
  static final String ROWS = "rows";

  private static final Pattern PLACE = Pattern.compile("(?s)(.*):(\\d+)");
  private static final Pattern COLUMN =
      Pattern.compile("(?:column|time|future_covariates) '([^']*)'|(?<=^')([^']*)(?=' row )");

  private final int status;
  private final String kind;
  private final transient List<Map<String, Object>> problems;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private Refusal(int status, String kind, String detail, List<Map<String, Object>> problems) {
    super(detail, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    this.status = status;
    this.kind = kind;
    this.problems = problems;
  }

  /**
   * @param kind one of few words, by which refusals are counted
   * @param detail what was found and what to do, for people
   */
  Refusal(int status, String kind, String detail) {
    this(status, kind, detail, List.of());
  }

  /** For rows that cannot be predicted, with everything that is wrong. */
  static Refusal of(UserException mistake) {
    List<Map<String, Object>> problems = new ArrayList<>();
    mistake.problems().forEach(problem -> problems.add(json(problem)));
    return new Refusal(
        400,
        "rows",
        problems.size() == 1
            ? "1 problem with the rows"
            : problems.size() + " problems with the rows",
        problems);
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    Matcher place = PLACE.matcher(problem.location());
    if (place.matches()) {
      json.put(place.group(1).equals(ROWS) ? "row" : "line", Long.parseLong(place.group(2)));
    }
    column(problem).ifPresent(column -> json.put("column", column));
    if (!problem.path().isEmpty()) {
      json.put("key", problem.path());
    }
    json.put("detail", problem.what());
    if (!problem.advice().isEmpty()) {
      json.put("remedy", problem.advice());
    }
    return json;
  }

  private static Optional<String> column(Problem problem) {
    Matcher column = COLUMN.matcher(problem.what());
    return column.find()
        ? Optional.of(column.group(1) == null ? column.group(2) : column.group(1))
        : Optional.empty();
  }

  /** The same with an additional header. */
  Refusal with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  int status() {
    return status;
  }

  String kind() {
    return kind;
  }

  Map<String, String> headers() {
    return headers;
  }

  /**
   * @param title the words of the status
   */
  Map<String, Object> json(String title) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "about:blank");
    json.put("title", title);
    json.put("status", status);
    json.put("detail", getMessage());
    if (!problems.isEmpty()) {
      json.put("problems", problems);
    }
    return json;
  }
}
