package dev.sluice.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The JSON of requests, read strictly, and of answers. */
final class JsonForm {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .registerModule(new SimpleModule().addSerializer(Double.class, new FiniteOrNull()));

  /** Jackson's description of a location, which stands in for the text itself. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^\\]]*; (line: \\d+,? column: \\d+)]");

  private JsonForm() {}

  /** JSON has no words for infinity and NaN. */
  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  static String text(Object plain) {
    return new String(bytes(plain), StandardCharsets.UTF_8);
  }

  static byte[] bytes(Object plain) {
    try {
      return JSON.writeValueAsBytes(plain);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + plain, e);
    }
  }

  /** A body that is text in UTF-8. */
  static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "json", "the body is not UTF-8");
    }
  }

  /**
   * @param what is read, for messages
   * @throws Refusal if it is not JSON
   */
  static JsonNode read(String text, String what) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal(
          400,
          "json",
          "%s is not JSON%s: %s"
              .formatted(
                  what,
                  e.getLocation() == null
                      ? ""
                      : " at line %s, column %s"
                          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                  SOURCE
                      .matcher(e.getOriginalMessage())
                      .replaceAll("$1")
                      .replaceAll(", from `[^`]*`", "")));
    }
  }
}
