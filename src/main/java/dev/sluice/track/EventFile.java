package dev.sluice.track;

import dev.sluice.run.Epoch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.Summary;
import org.tensorflow.framework.SummaryMetadata;
import org.tensorflow.framework.TensorProto;

/**
 * An event file of TensorBoard: records of TensorFlow's TFRecord format, each a message
 * `tensorflow.Event` (event.proto: 1 wall_time, 2 step, 3 file_version, 5 summary). A record is its
 * length (8 bytes, little endian), the masked CRC32C of these, the message, and the masked CRC32C
 * of the message. The file is only appended to; if a run was killed, a half-written record is cut
 * off.
 */
final class EventFile implements Tracker {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int AROUND = 16; // bytes of a record beside its message

  private final Path folder;
  private final Path file;
  private final TrackedRun run;
  private final Map<String, Set<Long>> written = new LinkedHashMap<>(); // the steps of a tag
  private long end; // of the last whole record

  EventFile(Path folder, TrackedRun run) {
    this.folder = folder;
    this.run = run;
    file =
        folder.resolve("events.out.tfevents.%s.sluice".formatted(run.started().getEpochSecond()));
  }

  @Override
  public Optional<String> place() {
    return Optional.of(folder.toString());
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(60);
  }

  @Override
  public void begin() throws IOException {
    try {
      Files.createDirectories(folder);
      written.clear();
      end = 0;
      if (Files.exists(file)) {
        read();
      }
      if (end == 0) {
        append(event(0, out -> out.writeString(FILE_VERSION, "brain.Event:2")));
        append(summary(0, text("config", "```yaml\n" + config() + "\n```")));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private String config() throws IOException {
    return Files.readString(run.folder().resolved());
  }

  @Override
  public void add(List<Epoch> epochs) throws IOException {
    for (Epoch epoch : epochs) {
      add(epoch.epoch(), TrackedRun.curves(epoch));
    }
  }

  @Override
  public void end() throws IOException {
    long last = written.values().stream().flatMap(Set::stream).mapToLong(s -> s).max().orElse(0);
    add(last, run.scores());
  }

  /** Points of curves that do not have this step yet. */
  private void add(long step, Map<String, Double> points) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    points.forEach(
        (tag, value) -> {
          if (!written.getOrDefault(tag, Set.of()).contains(step)) {
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue()));
          }
        });
    if (summary.getValueCount() == 0) {
      return;
    }
    try {
      append(summary(step, summary.build()));
      summary.getValueList().forEach(value -> isWritten(value.getTag(), step));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void isWritten(String tag, long step) {
    written.computeIfAbsent(tag, t -> new HashSet<>()).add(step);
  }

  /** Text is a tensor of one string for the plug-in `text`. */
  private static Summary text(String tag, String markdown) {
    SummaryMetadata metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text"))
            .build();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .addStringVal(ByteString.copyFromUtf8(markdown))
            .build();
    return Summary.newBuilder()
        .addValue(Summary.Value.newBuilder().setTag(tag).setMetadata(metadata).setTensor(tensor))
        .build();
  }

  private static byte[] summary(long step, Summary summary) throws IOException {
    return event(step, out -> out.writeMessage(SUMMARY, summary));
  }

  private interface Field {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] event(long step, Field what) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeDouble(WALL_TIME, Instant.now().toEpochMilli() / 1e3);
    out.writeInt64(STEP, step);
    what.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  // Records

  /** Writes the whole record or nothing. */
  private void append(byte[] message) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(message.length + AROUND).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length);
    record.putInt(maskedCrc(record.array(), 0, 8));
    record.put(message);
    record.putInt(maskedCrc(message, 0, message.length));
    record.flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(end); // what a full disk left of a record
      channel.position(end);
      while (record.hasRemaining()) {
        channel.write(record);
      }
      end = channel.position();
    }
  }

  /** Finds the points in the complete records; what follows these is overwritten. */
  private void read() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= AROUND) {
      int at = bytes.position();
      long length = bytes.getLong();
      boolean sound = bytes.getInt() == maskedCrc(bytes.array(), at, 8);
      if (!sound || length < 0 || length > bytes.remaining() - 4) {
        return;
      }
      byte[] message = new byte[(int) length];
      bytes.get(message);
      if (bytes.getInt() != maskedCrc(message, 0, message.length)) {
        return;
      }
      read(message);
      end = bytes.position();
    }
  }

  private void read(byte[] event) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(event);
    long step = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case STEP -> step = in.readInt64();
        case SUMMARY -> {
          for (Summary.Value value : Summary.parseFrom(in.readByteArray()).getValueList()) {
            isWritten(value.getTag(), step);
          }
        }
        default -> in.skipField(tag);
      }
    }
  }

  /** As TensorFlow's `crc32c::Mask`: a checksum of bytes that hold checksums is a weak one. */
  private static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  private IOException failure(IOException e) {
    String what = e.getMessage() == null ? e.toString() : e.getMessage();
    return new IOException(
        "cannot write %s: %s%n    free disk space or choose another folder; the training continues"
            .formatted(file, what),
        e);
  }
}
