package dev.sluice.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import java.util.Optional;

/** An optional component of a record: its value, or a missing key. */
final class OptionalJson {
  private OptionalJson() {}

  @SuppressWarnings("rawtypes") // as Jackson finds it
  static final class Writer extends JsonSerializer<Optional> {
    @Override
    public void serialize(Optional value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElseThrow(), to);
    }

    @Override
    public boolean isEmpty(SerializerProvider provider, Optional value) {
      return value.isEmpty();
    }
  }

  @SuppressWarnings("rawtypes")
  static final class Reader extends JsonDeserializer<Optional> implements ContextualDeserializer {
    private final JavaType value;

    Reader(JavaType value) {
      this.value = value;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty of) {
      return new Reader(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Optional deserialize(JsonParser from, DeserializationContext context)
        throws IOException {
      return Optional.ofNullable(context.readValue(from, value));
    }

    @Override
    public Optional getNullValue(DeserializationContext context) {
      return Optional.empty();
    }

    @Override
    public Optional getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
