package dev.sluice.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON files of a run: written whole from plain maps, lists, strings and numbers. */
public final class Json {
  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  /** Reads names of any length: they may be those of a user's classes and columns. */
  public static ObjectMapper mapper() {
    return new ObjectMapper(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNameLength(Integer.MAX_VALUE).build())
            .build());
  }

  /** One line. */
  public static String line(Object plain) {
    try {
      return MAPPER.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + plain, e);
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

  /** As {@link #read}, and a missing node also for what cannot be read. */
  static JsonNode readOrMissing(Path file) {
    try {
      return read(file);
    } catch (UserException | FileFailure e) {
      return MAPPER.missingNode();
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
      throw new UserException(
          Problem.inFile(file, "is damaged: it holds no JSON", "restore it, or run again"), e);
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }
}
