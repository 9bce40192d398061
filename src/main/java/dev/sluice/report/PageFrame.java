package dev.sluice.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The frame of every page: head, styles and scripts. */
final class PageFrame {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

  private PageFrame() {}

  /**
   * @param content of the body, in order
   * @param charts the data for {@code report.js}, as JSON
   */
  static String around(String title, List<Tag> content, String charts) {
    String library = inScript(resource(ECHARTS));
    String drawing = inScript(resource("report.js"));
    Tag body =
        new Tag("body")
            .addAll(content)
            .add(
                new Tag("script")
                    .with("type", "application/json")
                    .with("id", "charts")
                    .raw(charts.replace("<", "\\u003c"))) // JSON has < in strings only
            .add(new Tag("script").raw(library))
            .add(new Tag("script").raw(drawing));
    return page(title, body, policy(library, drawing));
  }

  /**
   * A page whose charts come later: it may also ask the server that it comes from.
   *
   * @param program what asks, and hands the charts to {@code report.js}
   */
  static WatchPage asking(String title, List<Tag> content, String program) {
    List<String> programs =
        List.of(
            inScript(resource(ECHARTS)),
            inScript(resource("report.js")),
            inScript(resource(program)));
    Tag body =
        new Tag("body")
            .addAll(content)
            .add(new Tag("script").with("type", "application/json").with("id", "charts").raw("{}"));
    programs.forEach(each -> body.add(new Tag("script").raw(each)));
    String policy = policy(programs.toArray(String[]::new)) + "; connect-src 'self'";
    return new WatchPage(page(title, body, policy), policy + "; frame-ancestors 'none'");
  }

  /** A page without scripts. */
  static String around(String title, Tag main) {
    return page(title, new Tag("body").add(main), policy());
  }

  private static String page(String title, Tag body, String policy) {
    Tag head =
        new Tag("head")
            .add(new Tag("meta").with("charset", "utf-8"))
            .add(
                new Tag("meta")
                    .with("http-equiv", "Content-Security-Policy")
                    .with("content", policy))
            .add(
                new Tag("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1"))
            .add(new Tag("meta").with("name", "color-scheme").with("content", "light dark"))
            .add(Tag.of("title", title))
            .add(new Tag("style").raw(resource("report.css")));
    return "<!DOCTYPE html>\n"
        + new Tag("html").with("lang", "en").add(head).add(body).markup()
        + "\n";
  }

  /** Nothing is loaded, and only these two scripts may run; ECharts sets styles of elements. */
  private static String policy(String... scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; style-src 'unsafe-inline';");
    policy.append(" base-uri 'none'; form-action 'none'; script-src");
    policy.append(scripts.length == 0 ? " 'none'" : "");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(sha256(script)).append('\'');
    }
    return policy.toString();
  }

  /** The same program, without anything that HTML takes for the end of a script. */
  private static String inScript(String program) {
    return program.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * With LF line ends, as HTML reads it: the content security policy identifies a script by its
   * bytes.
   */
  private static String resource(String name) {
    try (InputStream in = PageFrame.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
