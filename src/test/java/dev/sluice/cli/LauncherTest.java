package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.network.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher `sluice`, in a copy of the project whose JDKs and Maven only say how they were
 * called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sluice is a bash script")
class LauncherTest {
  private static final String VECTORS = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

  @TempDir private static Path classes;
  @TempDir Path folder;
  private Path home;

  /**
   * The launcher runs the source, which {@link
   * #aFailedBuildShowsMavensOutputAndLeavesNothingThatLooksBuilt} does too.
   */
  @BeforeAll
  static void compileOnce() {
    String source = "src/launch/java/BuildOnce.java";
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-proc:none", source))
        .isZero();
  }

  @BeforeEach
  void aBuiltProject() throws IOException {
    home = Files.createDirectories(folder.resolve("the project"));
    Files.copy(Path.of("sluice"), home.resolve("sluice"));
    Files.setPosixFilePermissions(
        home.resolve("sluice"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path launch = Files.createDirectories(home.resolve("src/launch/java"));
    Files.copy(Path.of("src/launch/java/BuildOnce.java"), launch.resolve("BuildOnce.java"));
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("target/launch"));
    setAge(home.resolve("src/main"), 20);
    setAge(home.resolve("pom.xml"), 20);
    Files.writeString(home.resolve("target/launch/built"), "");
    setAge(home.resolve("target/launch/built"), 10);
  }

  @Test
  void handsTheArgumentsOnAsTheyAre() throws Exception {
    Path jdk = jdk("17.0.15", true);

    Result result = sluice(jdk, "train", "my config.yaml", "--set", "name=a b", "");

    assertThat(result.lines())
        .containsExactly(
            "-XX:+UseSerialGC",
            VECTORS,
            "@" + home.toRealPath() + "/src/launch/networks.args",
            "-XX:MaxRAMPercentage=40",
            "-Dsluice.terminals=",
            "-Dsluice.columns=",
            "-cp",
            home.toRealPath() + "/target/sluice.jar",
            "dev.sluice.cli.Main",
            "train",
            "my config.yaml",
            "--set",
            "name=a b",
            "");
  }

  @Test
  void asksForAQuickStartUnlessANetworkRuns() throws Exception {
    Path jdk = jdk("17.0.15", true);

    for (String words : List.of("check a.yaml", "--help", "describe a.yaml", "")) {
      assertThat(sluice(jdk, words.split(" ")).lines())
          .contains("-XX:TieredStopAtLevel=1")
          .doesNotContain(VECTORS);
    }
    for (String words :
        List.of(
            "train a.yaml",
            "backtest a.yaml",
            "predict r --input b",
            "evaluate r",
            "describe a --measure")) {
      assertThat(sluice(jdk, words.split(" ")).lines())
          .doesNotContain("-XX:TieredStopAtLevel=1")
          .contains(VECTORS);
    }
  }

  @Test
  void asksForNoModuleThatTheJdkDoesNotHave() throws Exception {
    Path old = jdk("17.0.15", true);
    Files.writeString(
        old.resolve("release"),
        "MODULES=\"java.base jdk.incubator.vector\"\n",
        StandardOpenOption.APPEND);
    Path coming = jdk("31.0.1", true);
    Files.writeString(
        coming.resolve("release"), "MODULES=\"java.base jdk.vector\"\n", StandardOpenOption.APPEND);

    assertThat(sluice(old, "train", "a.yaml").lines()).contains(VECTORS);
    assertThat(sluice(coming, "train", "a.yaml").lines()).contains("train").doesNotContain(VECTORS);
  }

  @Test
  void putsPluginsOnTheClassPath() throws Exception {
    Map<String, String> environment =
        Map.of("JAVA_HOME", jdk("17", true).toString(), "SLUICE_PLUGINS", "/my plugin.jar");

    Result result = run(folder, environment, home.resolve("sluice"));

    assertThat(result.lines()).contains(home.toRealPath() + "/target/sluice.jar:/my plugin.jar");
  }

  @Test
  void grantsNativeAccessWhereJavaAsksForIt() throws Exception {
    assertThat(sluice(jdk("25.0.1", true)).lines())
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    assertThat(sluice(jdk("21.0.2", true)).lines())
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void worksThroughLinksFromAnyFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), home.resolve("sluice"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../first"));

    Result result = run(elsewhere, Map.of("JAVA_HOME", jdk("17", true).toString()), second);

    assertThat(first).isSymbolicLink();
    assertThat(result.lines()).contains(home.toRealPath() + "/target/sluice.jar");
  }

  @Test
  void buildsAgainOnlyAfterAChange() throws Exception {
    Path jdk = jdk("17.0.15", true);
    String build = home.toRealPath() + "/src/launch/java/BuildOnce.java";

    assertThat(sluice(jdk).lines()).doesNotContain(build);

    setAge(home.resolve("pom.xml"), 5);
    assertThat(sluice(jdk).lines()).contains(build, "dev.sluice.cli.Main");

    setAge(home.resolve("pom.xml"), 20);
    Files.writeString(home.resolve("src/main/New.java"), "");
    assertThat(sluice(jdk).lines()).contains(build);

    Files.delete(home.resolve("src/main/New.java")); // changes the folder
    assertThat(sluice(jdk).lines()).contains(build);
  }

  @Test
  void refusesJavaThatCannotBuildSluiceAndSaysWhy() throws Exception {
    Path old = jdk("1.8.0_292", true);
    Path runtime = jdk("21.0.2", false);
    Path missing = folder.resolve("missing");

    assertThat(sluice(old).error())
        .isEqualTo(
            """
            sluice: needs a JDK 17 or newer, and found none:
                JAVA_HOME: %s is Java 8
                PATH: no java
              install one (for example from https://adoptium.net), or set JAVA_HOME to the folder of one
            """
                .formatted(old));
    assertThat(sluice(runtime).error())
        .contains("JAVA_HOME: " + runtime + " is a Java runtime without a compiler (JRE)\n");
    assertThat(sluice(missing).error()).contains("JAVA_HOME: " + missing + " has no bin/java\n");
    assertThat(sluice(missing).exit()).isEqualTo(1);
  }

  @Test
  void inTheDistributionItBuildsNothingAndRunsOnAJavaWithoutCompiler() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("the distribution/bin"));
    Files.move(home.resolve("sluice"), bin.resolve("sluice"));
    home = bin;

    Result result = sluice(jdk("17.0.15", false), "train", "a.yaml");

    String lib = bin.toRealPath().getParent() + "/lib";
    assertThat(result.lines())
        .contains("@" + lib + "/networks.args")
        .containsSequence("-cp", lib + "/*", "dev.sluice.cli.Main", "train", "a.yaml");
  }

  @Test
  void takesTheJdkOnThePathWhenJavaHomeWillNotDo() throws Exception {
    Path old = jdk("11.0.2", true);
    Path good = jdk("17.0.15", true);
    String path = tools() + ":" + good.resolve("bin");

    Result result =
        run(folder, Map.of("JAVA_HOME", old.toString(), "PATH", path), home.resolve("sluice"));

    assertThat(result.lines()).contains("dev.sluice.cli.Main");
  }

  @Test
  void twoFirstCallsBuildOnce() throws Exception {
    Files.delete(home.resolve("target/launch/built"));
    maven("echo built >> calls; sleep 0.3");

    Process first = buildOnce();
    Process second = buildOnce();

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(home.resolve("calls")).hasContent("built\n");
    assertThat(home.resolve("target/launch/built")).exists();
  }

  @Test
  void aFailedBuildShowsMavensOutputAndLeavesNothingThatLooksBuilt() throws Exception {
    setAge(home.resolve("pom.xml"), 5);
    maven("echo '[ERROR] no such library'; exit 1");
    Path source = home.resolve("src/launch/java/BuildOnce.java");

    Process build = new ProcessBuilder(ChildJvm.java(source.toString(), home.toString())).start();
    String error = new String(build.getErrorStream().readAllBytes(), UTF_8);

    assertThat(build.waitFor()).isEqualTo(Main.OUR_BUG);
    assertThat(error).contains("[ERROR] no such library\n", "the build failed");
    assertThat(home.resolve("target/launch/built")).doesNotExist();
  }

  @Test
  void whatCannotBeBuiltAgainRunsAsItWasBuilt() throws Exception {
    setAge(home.resolve("pom.xml"), 5);
    Files.writeString(home.resolve("target/sluice.jar"), "");
    Files.createDirectory(home.resolve("target/launch/lock")); // root may write anywhere

    Process build = buildOnce();

    assertThat(new String(build.getErrorStream().readAllBytes(), UTF_8))
        .startsWith("sluice: cannot be built in " + home)
        .endsWith("though its sources look newer than its last build, which runs now\n")
        .hasLineCount(1);
    assertThat(build.waitFor()).isZero();
  }

  @Test
  void whatWasNeverBuiltAndCannotBeSaysSoInASentence() throws Exception {
    Files.delete(home.resolve("target/launch/built")); // and there is no Maven wrapper

    Process build = buildOnce();

    assertThat(new String(build.getErrorStream().readAllBytes(), UTF_8))
        .contains("sluice: cannot be built in " + home, "mvnw", "build it where you may write")
        .doesNotContain("\tat ");
    assertThat(build.waitFor()).isEqualTo(Main.FAILED);
  }

  @Test
  void anInterruptedBuildLeavesNothingThatLooksBuilt() throws Exception {
    setAge(home.resolve("pom.xml"), 5);
    maven("touch target/sluice.jar started; sleep 60");

    Process build = buildOnce();
    while (!Files.exists(home.resolve("started"))) {
      Thread.sleep(20);
    }
    build.descendants().forEach(ProcessHandle::destroyForcibly);
    build.destroyForcibly().waitFor();

    assertThat(home.resolve("target/launch/built")).doesNotExist();
    maven("true");
    assertThat(buildOnce().waitFor()).as("the lock is free again").isZero();
  }

  private record Result(int exit, String output, String error) {
    List<String> lines() {
      return output.lines().toList();
    }
  }

  private Result sluice(Path javaHome, String... args) throws Exception {
    return run(
        folder,
        Map.of("JAVA_HOME", javaHome.toString(), "PATH", tools().toString()),
        home.resolve("sluice"),
        args);
  }

  private Result run(Path directory, Map<String, String> environment, Path script, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output, error);
  }

  private Process buildOnce() throws IOException {
    return new ProcessBuilder(
            ChildJvm.java("-cp", classes.toString(), "BuildOnce", home.toString()))
        .start();
  }

  private void maven(String script) throws IOException {
    Files.deleteIfExists(home.resolve("mvnw"));
    executable(home.resolve("mvnw"), script);
  }

  /** A folder with the few commands the launcher needs, and no Java. */
  private Path tools() throws IOException {
    Path tools = folder.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectories(tools);
      for (String tool : List.of("bash", "dirname", "find", "head", "readlink", "sed")) {
        Path installed = Path.of("/bin", tool);
        Path found = Files.exists(installed) ? installed : Path.of("/usr/bin", tool);
        executable(tools.resolve(tool), "exec " + found + " \"$@\"");
      }
    }
    return tools;
  }

  /** A JDK whose java prints its arguments, each on a line. */
  private Path jdk(String version, boolean compiler) throws IOException {
    Path jdk = folder.resolve("jdk " + version);
    executable(
        Files.createDirectories(jdk.resolve("bin")).resolve("java"), "printf '%s\\n' \"$@\"");
    if (compiler) {
      executable(jdk.resolve("bin/javac"), "exit 0");
    }
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private static void executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void setAge(Path path, int minutes) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60L * minutes)));
  }
}
