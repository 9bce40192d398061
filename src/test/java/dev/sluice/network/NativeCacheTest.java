package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no owners and modes of this kind")
class NativeCacheTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private Path home;
  private Path temporary;
  private Path natives;

  @BeforeEach
  void aHomeAndAFolderOfTemporaryFiles() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
    natives = home.resolve(".cache/sluice/natives");
  }

  @Test
  void isAFolderOfTheUserThatIsClosedToOthers() throws IOException {
    assertThat(choose()).isEqualTo(natives);
    assertThat(mode(natives)).isEqualTo("rwx------");
    assertThat(choose()).as("again").isEqualTo(natives);
  }

  @Test
  void aFolderThatOthersMayOnlyReadIsClosed() throws IOException {
    Files.createDirectories(natives);
    setMode(natives, "rwxr-xr-x");

    assertThat(choose()).isEqualTo(natives);
    assertThat(mode(natives)).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatOthersMayHaveWrittenToIsNotUsed() throws IOException {
    Files.createDirectories(natives);
    setMode(natives, "rwxrwx---");

    Path chosen = choose();

    assertThat(chosen.getParent()).isEqualTo(temporary);
    assertThat(mode(chosen)).isEqualTo("rwx------");
    assertThat(choose()).as("again").isEqualTo(chosen);
  }

  @Test
  void aFolderThatOthersCouldReplaceIsNotUsed() throws IOException {
    Files.createDirectories(natives);
    setMode(home.resolve(".cache"), "rwxrwxrwx");

    assertThat(choose().getParent()).isEqualTo(temporary);
  }

  @Test
  void aFolderOfAnotherUserIsNotUsed() throws IOException {
    assumeTrue((int) Files.getAttribute(home, "unix:uid") == 0, "only root can give folders away");
    Files.createDirectories(natives);
    setMode(natives, "rwx------");
    Files.setAttribute(natives, "unix:uid", NOBODY);
    Path inTemporary = Files.createDirectory(temporary.resolve("sluice-natives-0"));
    Files.setAttribute(inTemporary, "unix:uid", NOBODY);

    Path chosen = choose();

    assertThat(chosen).isNotEqualTo(inTemporary).isEmptyDirectory();
    assertThat(chosen.getParent()).isEqualTo(temporary);
    assertThat(mode(chosen)).isEqualTo("rwx------");
    assertThat(choose()).as("again").isNotEqualTo(chosen);
  }

  @Test
  void withoutAHomeItIsAFolderOfTheMachine() throws IOException {
    Files.delete(home);

    Path chosen = choose();

    assertThat(chosen.getParent()).isEqualTo(temporary);
    assertThat(home).doesNotExist();
  }

  @Test
  void aFolderThatIsNamedIsUsedOrGetsAFreshOne() throws IOException {
    Path named = folder.resolve("named");

    assertThat(choose(named)).isEqualTo(named);
    assertThat(mode(named)).isEqualTo("rwx------");

    setMode(named, "rwxrwxrwx");

    assertThat(choose(named).getParent()).isEqualTo(named);
  }

  @Test
  void theEngineRunsFromIt() throws Exception {
    Path tests =
        Path.of(
            NativeEngineTest.Starts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

    ChildJvm.run(
        ChildJvm.classPath(tests, entry -> true),
        NativeEngineTest.Starts.class,
        "user.home=" + home,
        "java.io.tmpdir=" + temporary);

    assertThat(natives).isNotEmptyDirectory();
    assertThat(home.resolve(".javacpp")).doesNotExist();
  }

  private Path choose() throws IOException {
    return NativeCache.folder(Optional.empty(), home, temporary);
  }

  private Path choose(Path named) throws IOException {
    return NativeCache.folder(Optional.of(named), home, temporary);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
