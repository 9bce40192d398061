package dev.sluice.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page to try models by hand. It is a single file, and may load nothing from elsewhere. */
final class TryOutPage {
  private static final Pattern PARTS = Pattern.compile("(?s)<(style|script)>(.*?)</\\1>");

  private final byte[] html;
  private final String policy;

  TryOutPage() {
    try (InputStream page = TryOutPage.class.getResourceAsStream("page.html")) {
      html = page.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder allowed =
        new StringBuilder(
            "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'");
    Matcher parts = PARTS.matcher(new String(html, StandardCharsets.UTF_8));
    while (parts.find()) {
      allowed.append("; %s-src 'sha256-%s'".formatted(parts.group(1), hash(parts.group(2))));
    }
    policy = allowed.toString();
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  void send(Exchange exchange) {
    exchange.put("Content-Security-Policy", policy);
    exchange.put("Referrer-Policy", "no-referrer");
    exchange.send(200, "text/html; charset=utf-8", html);
  }
}
