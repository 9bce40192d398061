package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a program in a JVM of its own, with a class path of its own. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Java, with the flags under which a short program takes the least processor time. */
  public static List<String> java(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(more));
    return command;
  }

  /** Those entries of the tests' class path, after a folder. */
  public static List<String> classPath(Path folder, Predicate<String> entries) {
    List<String> classPath = new ArrayList<>(List.of(folder.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entries)
        .forEach(classPath::add);
    return classPath;
  }

  /** The tests' class path and one entry more, for a program that runs in another folder. */
  public static String classPathWith(Path last) {
    return Stream.concat(
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)),
            Stream.of(last.toString()))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** What the program prints; it must end well. */
  public static String run(List<String> classPath, Class<?> program, String... args)
      throws IOException, InterruptedException {
    List<String> command =
        java(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            String.join(File.pathSeparator, classPath),
            program.getName());
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
