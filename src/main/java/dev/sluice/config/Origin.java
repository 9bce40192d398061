package dev.sluice.config;

import java.nio.file.Path;

/** Where a value comes from. */
public sealed interface Origin {

  /**
   * The location with which a problem about the value begins; {@code default} if nobody wrote it.
   */
  String location();

  /** The directory that a relative path written there is relative to. */
  Path directory();

  /** For a reader: the location, and what else the value depends on. */
  default String description() {
    return location();
  }

  /**
   * Written in a file.
   *
   * @param file its name as the user gave it
   * @param directory the folder of the file
   * @param line counted from 1
   * @param column counted from 1, in Unicode code points
   */
  record InFile(String file, Path directory, int line, int column) implements Origin {
    @Override
    public String location() {
      return file + ":" + line + ":" + column;
    }
  }

  /**
   * Given on the command line, so that paths are relative to the working directory.
   *
   * @param override as given: {@code seed=3}
   */
  record InOverride(String override) implements Origin {
    @Override
    public String location() {
      return "--set " + Shown.shortened(override);
    }

    @Override
    public Path directory() {
      return Path.of("");
    }
  }

  /** Not written anywhere: the default of a key, or an optional key that is left out. */
  record ByDefault() implements Origin {
    @Override
    public String location() {
      return "default";
    }

    @Override
    public Path directory() {
      return Path.of("");
    }
  }

  /**
   * Written with variables of the environment in it.
   *
   * @param written where it stands
   * @param text as it stands there: {@code ${DATA_DIR:-data}/load.csv}
   */
  record WithVariables(Origin written, String text) implements Origin {
    @Override
    public String location() {
      return written.location();
    }

    @Override
    public Path directory() {
      return written.directory();
    }

    @Override
    public String description() {
      return location() + " as " + Shown.shortened(text);
    }
  }
}
