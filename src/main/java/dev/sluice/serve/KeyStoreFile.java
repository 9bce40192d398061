package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A certificate and its key.
 *
 * @param file PKCS #12 or JKS
 * @param password a file whose first line opens it
 */
public record KeyStoreFile(Path file, Path password) {
  /**
   * @throws UserException if they cannot be read
   */
  SslContextFactory.Server forJetty() {
    String word = word();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(in, word.toCharArray());
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setKeyStore(store);
      context.setKeyStorePassword(word);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new UserException(
          Problem.inFile(
              file,
              "cannot be opened as a key store: " + e.getMessage(),
              "create one with keytool -genkeypair -storetype PKCS12, or openssl pkcs12 -export"),
          e);
    }
  }

  private String word() {
    try {
      return Files.readAllLines(password).stream().findFirst().orElse("");
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(password, "cannot be read", "give a file with the password"), e);
    }
  }
}
