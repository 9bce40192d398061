package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON files of a run: each written as a whole from records or plain maps, lists, strings,
 * numbers.
 */
public final class Json {
  private static final ObjectMapper MAPPER = forRecords();

  private static final String ADVICE = "restore it, or run again";

  private Json() {}

  /** Reads names of any length: they may be those of a user's classes and columns. */
  public static ObjectMapper mapper() {
    return new ObjectMapper(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
            .build());
  }

  /** Names in snake case; what is absent has no key. */
  public static ObjectMapper forRecords() {
    ObjectMapper mapper =
        mapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(
                new SimpleModule()
                    .addSerializer(Optional.class, new OptionalJson.Writer())
                    .addDeserializer(
                        Optional.class, new OptionalJson.Reader(TypeFactory.unknownType())));
    mapper
        .configOverride(Optional.class)
        .setInclude(JsonInclude.Value.construct(Include.NON_EMPTY, Include.ALWAYS));
    return mapper;
  }

  /** Converts plain values to the record that is written like them. */
  static <T> T as(Class<T> type, Map<String, Object> plain) {
    return MAPPER.convertValue(plain, type);
  }

  /**
   * @return empty if there is no such file
   * @throws UserException with the place in it that differs from what this program writes
   */
  static <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      T document = MAPPER.treeToValue(read(file), type);
      if (document != null) {
        return Optional.of(document);
      }
      throw new UserException(Problem.inFile(file, "is damaged: it is empty", ADVICE));
    } catch (JsonProcessingException e) {
      throw new UserException(
          Problem.inFile(file, "is damaged: %s not what a run writes".formatted(place(e)), ADVICE),
          e);
    }
  }

  /** Such as {@code 'test.notes[0]' is}. */
  private static String place(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "it is";
    }
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      place.append(
          step.getFieldName() == null
              ? "[" + step.getIndex() + "]"
              : (place.length() == 0 ? "" : ".") + step.getFieldName());
    }
    return "'%s' is".formatted(place);
  }

  /** One line. */
  public static String line(Object plain) {
    try {
      return MAPPER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + plain, e);
    }
  }

  /** The content of one line; empty if it is incomplete. */
  static <T> Optional<T> parse(String line, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(line, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Indented, for people to read as well. */
  public static void write(Path file, Object plain) {
    try {
      AtomicFiles.write(
          file, MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(plain) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + plain, e);
    }
  }

  /**
   * @return a missing node if there is no such file
   * @throws UserException if it holds no JSON
   */
  public static JsonNode read(Path file) {
    if (!Files.exists(file)) {
      return MAPPER.missingNode();
    }
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new UserException(Problem.inFile(file, "is damaged: it holds no JSON", ADVICE), e);
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }
}
