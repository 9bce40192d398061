package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.FileFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The bearer tokens that give access to a server, as hashes; without any, everybody has access. */
final class Tokens {
  private static final String SCHEME = "Bearer ";
  private static final int SHORTEST = 16; // characters

  private final List<byte[]> hashes;

  private Tokens(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  static Tokens none() {
    return new Tokens(List.of());
  }

  /**
   * One token per line; blank lines and those that begin with # are ignored.
   *
   * @throws UserException if the file cannot be read, or has no token or a short one
   */
  static Tokens read(Path file) {
    List<String> tokens;
    try {
      tokens =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(
              file,
              "cannot be read: " + FileFailure.reason(e),
              "give a file with one token per line"),
          e);
    }
    if (tokens.isEmpty() || tokens.stream().anyMatch(token -> token.length() < SHORTEST)) {
      throw new UserException(
          Problem.inFile(
              file,
              tokens.isEmpty()
                  ? "has no token"
                  : "has a token of fewer than %s characters".formatted(SHORTEST),
              "write one token per line, for example one from openssl rand -hex 32"));
    }
    return new Tokens(tokens.stream().map(Tokens::hash).toList());
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  boolean areNeeded() {
    return !hashes.isEmpty();
  }

  /**
   * Whether one of them is given; takes the same time for each.
   *
   * @param authorization the header; may be null
   */
  boolean accept(String authorization) {
    boolean bearer =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    byte[] given = hash(bearer ? authorization.substring(SCHEME.length()).strip() : "");
    boolean accepted = hashes.isEmpty();
    for (byte[] hash : hashes) {
      accepted |= MessageDigest.isEqual(hash, given);
    }
    return accepted;
  }
}
