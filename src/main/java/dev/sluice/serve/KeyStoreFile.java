package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
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
      requireKey(store, word.toCharArray());
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setKeyStore(store);
      context.setKeyStorePassword(word);
      return context;
    } catch (UnrecoverableKeyException e) {
      throw wrongPassword(e);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw wrongPassword(e);
      }
      throw refused(
          "cannot be opened as a key store"
              + (e.getMessage() == null ? "" : ": " + FileFailure.reason(e)),
          e);
    } catch (GeneralSecurityException e) {
      throw refused("cannot be opened as a key store: " + e.getMessage(), e);
    }
  }

  private void requireKey(KeyStore store, char[] word) throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, word) != null) {
        return;
      }
    }
    throw refused("has no key", null);
  }

  private UserException refused(String what, Exception e) {
    return new UserException(
        Problem.inFile(
            file,
            what,
            "create one with keytool -genkeypair -storetype PKCS12, or openssl pkcs12 -export"),
        e);
  }

  private UserException wrongPassword(Exception e) {
    return new UserException(
        Problem.inFile(
            password,
            "its first line is not the password of " + file,
            "write the password of the key store and of its key there"),
        e);
  }

  private String word() {
    try {
      return Files.readAllLines(password).stream().findFirst().orElse("");
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(
              password,
              "cannot be read: " + FileFailure.reason(e),
              "give a file with the password in its first line"),
          e);
    }
  }
}
