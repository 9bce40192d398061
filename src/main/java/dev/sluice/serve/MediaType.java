package dev.sluice.serve;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The media types of rows and predictions. */
enum MediaType {
  JSON("application/json"),
  CSV("text/csv"),
  LINES("application/x-ndjson");

  private final String name;

  MediaType(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * The type of a body.
   *
   * @param contentType the header; may be null
   * @throws Refusal if it is none of these, or not UTF-8
   */
  static MediaType ofBody(String contentType) {
    String given = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    String[] parts = given.split(";");
    boolean utf8 =
        Stream.of(parts)
            .map(String::strip)
            .filter(part -> part.startsWith("charset="))
            .allMatch(part -> part.matches("charset=\"?utf-?8\"?"));
    return Arrays.stream(values())
        .filter(type -> utf8 && type.name.equals(parts[0].strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    415,
                    "media_type",
                    "a body is %s, in UTF-8: set the header Content-Type"
                        .formatted(String.join(" or ", names()))));
  }

  /**
   * The type of an answer.
   *
   * @param accept the header; may be null
   * @param ofBody used if any type is accepted
   * @throws Refusal if none of these is accepted
   */
  static MediaType ofAnswer(String accept, MediaType ofBody) {
    if (accept == null || accept.isBlank()) {
      return ofBody;
    }
    return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
        .map(Range::of)
        .filter(range -> range.quality > 0)
        .sorted(Comparator.comparingDouble(range -> -range.quality))
        .flatMap(range -> range.of(ofBody).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    406,
                    "media_type",
                    "answers are %s: set the header Accept"
                        .formatted(String.join(" or ", names()))));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(MediaType::toString).toList();
  }

  private record Range(String type, double quality) {
    static Range of(String text) {
      String[] parts = text.split(";");
      double quality = 1;
      for (String part : parts) {
        if (part.strip().matches("q=[01](\\.\\d{0,3})?")) {
          quality = Double.parseDouble(part.strip().substring(2));
        }
      }
      return new Range(parts[0].strip(), quality);
    }

    Optional<MediaType> of(MediaType ofBody) {
      return Stream.concat(Stream.of(ofBody), Arrays.stream(values()))
          .filter(
              each ->
                  type.equals("*/*")
                      || type.equals(each.name)
                      || type.equals(each.name.replaceFirst("/.*", "/*")))
          .findFirst();
    }
  }
}
