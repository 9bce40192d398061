package dev.sluice.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;
  private TrackedRun run;
  private Path file;

  @BeforeEach
  void begin() throws IOException {
    run = TrackedRuns.in(folder, "{tensorboard: {}}");
    // 2026-11-21T04:53:13Z
    file = folder.resolve("board/events.out.tfevents.1795236793.sluice");
  }

  private EventFile begun() throws IOException {
    EventFile events = new EventFile(folder.resolve("board"), run);
    events.begin();
    return events;
  }

  @Test
  void aRecordIsFramedAsTensorFlowFramesIt() throws Exception {
    begun();

    byte[] bytes = Files.readAllBytes(file);

    // wall_time (9), step 0 (2), file_version "brain.Event:2" (15): 26 bytes
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(26);
    // the masked CRC32C of the eight bytes 1a 00 .. 00
    assertThat(HexFormat.of().formatHex(bytes, 8, 12)).isEqualTo(MASKED_CRC_OF_26);
    assertThat(new String(bytes, 12 + 13, 13, StandardCharsets.UTF_8)).isEqualTo("brain.Event:2");
  }

  private static final String MASKED_CRC_OF_26 = "129bd82d";

  @Test
  void aResumedRunWritesNoStepTwice() throws Exception {
    begun().add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));
    long two = Files.size(file);

    begun().add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));

    assertThat(Files.size(file)).isEqualTo(two);
  }

  @Test
  void halfARecordOfAKilledRunIsOverwritten() throws Exception {
    begun().add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));

    begun().add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));

    assertThat(Files.size(file)).isEqualTo(whole.length);
  }

  @Test
  void bytesOfOthersBehindTheRecordsAreOverwritten() throws Exception {
    begun().add(List.of(TrackedRuns.epoch(1)));
    long one = Files.size(file);
    Files.write(file, new byte[40], StandardOpenOption.APPEND);

    begun().add(List.of(TrackedRuns.epoch(2)));

    assertThat(Files.size(file)).isGreaterThan(one);
    EventFile again = begun();
    long both = Files.size(file);
    again.add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));
    assertThat(Files.size(file)).isEqualTo(both);
  }

  @Test
  void aFolderThatCannotBeWrittenIsAFailureThatNamesIt() throws Exception {
    Files.writeString(folder.resolve("board"), "a file");

    assertThatThrownBy(this::begun)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write " + file)
        .hasMessageContaining("choose another folder");
  }
}
