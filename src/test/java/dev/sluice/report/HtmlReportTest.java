package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.Golden;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.ExplainedText;
import dev.sluice.run.Explanations;
import dev.sluice.run.RunFolder;
import dev.sluice.run.SampleProvenance;
import dev.sluice.run.Samples;
import dev.sluice.run.SeriesPictures;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private static final List<String> TWO = List.of("negative", "positive");

  @TempDir Path folder;

  @Test
  void showsARunOfClasses() throws IOException {
    String page = page(SampleRuns.ofClasses(folder.resolve("run"), TWO, 40));

    Golden.assertMatches(content(page), Golden.path("report/classes.html"));
  }

  @Test
  void showsARunOfForecasts() throws IOException {
    String page =
        page(SampleRuns.ofForecasts(folder.resolve("run"), List.of("passengers", "mail"), 5, 3));

    Golden.assertMatches(content(page), Golden.path("report/forecasts.html"));
  }

  @Test
  void showsPicturesOfSeriesAndErrors() throws IOException {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("mail"), 5, 3);
    String without = page(run);
    SeriesPictures.OfSeries one =
        new SeriesPictures.OfSeries(
            "<b>",
            List.of("1", "2"),
            Arrays.asList(1.5, null),
            7,
            Optional.of("1"),
            "2",
            Optional.empty(),
            List.of(
                new SeriesPictures.Window(
                    "1",
                    List.of("1", "2"),
                    List.of(1.5, 2.0),
                    List.of(2.5),
                    Map.of("lower_80", List.of(2.25), "upper_80", List.of(2.75)))),
            new SeriesPictures.Errors(List.of("1", "2"), List.of(-0.5, 0.25)),
            List.of(0.25, -0.125),
            0.5);
    new SeriesPictures(
            "mail",
            "MAE",
            Optional.of("The best are drawn."),
            List.of(one, one),
            Map.of("month", Map.of("Jan", 0.5)))
        .write(run.pictures());

    String page = page(run);
    String section = first(page, "(?s)<h2>Series and errors</h2>(.*?)<h2>");

    assertThat(without).doesNotContain("Series and errors");
    assertThat(section)
        .contains("The best are drawn.", "as few as one in 7", "series-window", "slots-month")
        .contains("Shades: the 80% interval.")
        .contains("&lt;b&gt;")
        .doesNotContain("decomposition");
    assertThat(page)
        .contains("\"title\":\"MAE by month\"")
        .contains("\"scored\":\"test\"", "\"bands\":[[\"lower_80\",\"upper_80\"]]");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void tooFewErrorsForAutocorrelationsLeaveASentenceInsteadOfAnEmptyChart() throws IOException {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("mail"), 5, 3);
    seriesWithErrors(Arrays.asList(-0.5, null, 1.5, 2.0)).write(run.pictures());

    String section = first(page(run), "(?s)<h2>Series and errors</h2>(.*?)<h2>");

    assertThat(section)
        .contains("Autocorrelations need 10 of these errors, and there are 3.")
        .contains("series-errors", "series-sizes")
        .doesNotContain("series-acf", "The first autocorrelations");
  }

  @Test
  void oneErrorOfEachSeriesIsNotDrawn() throws IOException {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("mail"), 5, 3);
    seriesWithErrors(Arrays.asList(-0.5, null)).write(run.pictures());

    assertThat(first(page(run), "(?s)<h2>Series and errors</h2>(.*?)<h2>"))
        .contains("series-split")
        .doesNotContain("Errors of the first step", "series-errors", "series-sizes");
  }

  @Test
  void errorsThatAreAllEqualHaveNoAutocorrelations() throws IOException {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("mail"), 5, 3);
    seriesWithErrors(Collections.nCopies(12, 1.0)).write(run.pictures());

    assertThat(first(page(run), "(?s)<h2>Series and errors</h2>(.*?)<h2>"))
        .contains("They have no autocorrelations, since they are all equal.")
        .doesNotContain("series-acf");
  }

  private static SeriesPictures seriesWithErrors(List<Double> errors) {
    List<String> times = IntStream.range(0, errors.size()).mapToObj(Integer::toString).toList();
    SeriesPictures.OfSeries one =
        new SeriesPictures.OfSeries(
            "",
            List.of("1", "2"),
            List.of(1.5, 2.5),
            1,
            Optional.of("1"),
            "2",
            Optional.empty(),
            List.of(),
            new SeriesPictures.Errors(times, errors),
            List.of(),
            0.5);
    return new SeriesPictures("mail", "MAE", Optional.empty(), List.of(one), Map.of());
  }

  @Test
  void theLossesAreSaidToHaveDropoutOnlyWhereTheNetworkHas() throws IOException {
    RunFolder run = SampleRuns.ofClasses(folder.resolve("run"), TWO, 40);
    String without = page(run);
    AtomicFiles.write(
        run.resolved(),
        """
        name: reviews
        data:
          source: {csv: {path: reviews.csv}}
          input: {text: {column: text}}
          target: {class: {column: label}}
        network: [{embedding: {size: 8}}, {lstm: {units: 4, dropout: 0.2}}]
        """);

    assertThat(without)
        .contains(
            "The training loss is the mean of the epoch; the validation loss is measured after it")
        .doesNotContain("dropout");
    assertThat(page(run))
        .contains(
            "The training loss is the mean of the epoch, with dropout; the validation loss is"
                + " measured after it, without dropout; the dashed line");
  }

  @Test
  void scoresThatAreShownAlikeAreBothTheBest() throws IOException {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("mail"), 5, 3);
    ObjectMapper json = new ObjectMapper();
    JsonNode results = json.readTree(run.results().toFile());
    ((ObjectNode) results.at("/test/metrics")).put("mae", 3.341);
    ((ObjectNode) results.at("/test/baselines/last_value")).put("mae", 3.339);
    ((ObjectNode) results.at("/test/baselines")).putObject("drift").put("mae", 36.1);
    json.writeValue(run.results().toFile(), results);

    assertThat(all(page(run), "<td class=\"best number\">(3[.]34)</td>")).hasSize(2);
  }

  @Test
  void showsTheTextsThatAreFarthestFromTheirReferencesAndNearest() throws IOException {
    String page =
        page(
            SampleRuns.ofTexts(
                folder.resolve("run"),
                List.of("abcd", "same", "<script>alert(1)</script>"),
                List.of("abxd", "same", "")));
    String texts = first(page, "(?s)<h2>Texts</h2>(.*?)<h2>");

    // one of four characters is wrong, none, all
    assertThat(all(texts, "<td class=\"number\">([\\d.]+)</td>"))
        .containsExactly("1.00", "0.25", "0.00", "0.00", "0.25", "1.00");
    assertThat(page).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
  }

  @Test
  void showsWhereADecoderLooked() throws IOException {
    RunFolder run = SampleRuns.ofTexts(folder.resolve("run"), List.of("a dog"), List.of("a <b>"));
    String without = page(run);
    new AttentionMaps(
            List.of(
                new AttentionMaps.OfText(
                    7,
                    List.of("#ein", "\"<script>alert(1)</script>", " "),
                    List.of("a", "<b>"),
                    List.of(List.of(0.9, 0.1, 0.0), List.of(0.25, 0.5, 0.25)))))
        .write(run.attention());

    String page = page(run);
    String map = first(page, "(?s)<h3>Attention</h3>(.*?)<h2>");

    assertThat(without).doesNotContain("Attention");
    assertThat(all(map, "<th[^>]*>([^<]*)</th>"))
        .containsExactly(
            "Row 7", "#ein", "&quot;&lt;script&gt;alert(...cript&gt;", "\u2423", "a", "&lt;b&gt;");
    assertThat(all(map, "--share:([\\d.]+)"))
        .containsExactly("0.900", "0.100", "0.000", "0.250", "0.500", "0.250");
    assertThat(map).contains("title=\"&lt;b&gt; from #ein: 0.2500\"");
    assertThat(page).doesNotContain("<script>alert");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void showsTheSequencesWithMostWrongTags() throws IOException {
    String page =
        page(
            SampleRuns.ofTags(
                folder.resolve("run"),
                List.of("a", "b", "<i>", "d", "e", "f"),
                new int[] {0, 1, 0, 1, 2, 2},
                new int[] {0, 2, 2, 2, 2, 2}));
    String tags = first(page, "(?s)<h2>Tags</h2>(.*?)<h2>");

    assertThat(tags).contains("<h3>Spans</h3>").contains(">x</th>");
    assertThat(first(tags, "(?s)most wrong tags</h3>(.*)"))
        .contains("&lt;i&gt; <mark>O, not B-x</mark>\n d <mark>O, not I-x</mark>")
        .contains("a b <mark>O, not I-x</mark>")
        .doesNotContain("e f");
  }

  @Test
  void showsWhichTokensCostMost() throws IOException {
    float half = (float) Math.log(0.5);
    String page =
        page(
            SampleRuns.ofTokens(
                folder.resolve("run"),
                List.of("a", " ", "<b>", "<b>"),
                new float[] {half, 2 * half, 2 * half, 3 * half}));
    String tokens = first(page, "(?s)<h2>Tokens</h2>(.*?)<h2>");

    // 5 of 8 bits in two tokens, 2 in a blank, 1
    assertThat(all(tokens, "<th[^>]*scope=\"row\"[^>]*>([^<]*)</th>"))
        .containsExactly("&lt;b&gt;", "\u2423", "a");
    assertThat(tokens).contains(">2.500<", ">62.5%<", ">2.000<", ">25.0%<", ">12.5%<");
  }

  @Test
  void showsARunThatHasNotEnded() throws IOException {
    String page = page(SampleRuns.unfinished(folder.resolve("run")));

    Golden.assertMatches(content(page), Golden.path("report/unfinished.html"));
  }

  @Test
  void aColumnOrClassThatIsCalledAsAPartIsNoPart() throws IOException {
    for (List<String> columns :
        List.of(List.of("test"), List.of("training", "validation", "test"))) {
      String page =
          page(SampleRuns.ofForecasts(folder.resolve("" + columns.size()), columns, 5, 3));
      String data = first(page, "(?s)<h2>Data</h2>(.*?)<h2>");

      assertThat(all(data, "<th[^>]*>(\\w*)</th>"))
          .startsWith("Part", "training", "rows", "from", "to", "windows")
          .containsSubsequence("Name", "transform", "scale", "shift", "divisor", "test");
    }
    String page = page(SampleRuns.ofClasses(folder.resolve("c"), List.of("validation", "no"), 40));
    assertThat(all(first(page, "(?s)<h2>Data</h2>(.*?)<h2>"), "<th[^>]*>([\\w: ]*)</th>"))
        .containsExactly(
            "Part",
            "training",
            "test",
            "rows",
            "cut",
            "Of",
            "training",
            "test",
            "validation",
            "no");
  }

  @Test
  void classesOfAnyLengthLeaveAReadablePage() throws IOException {
    String name = "a".repeat(60_000);
    int usual = page(SampleRuns.ofClasses(folder.resolve("usual"), TWO, 40)).length();

    String page = page(SampleRuns.ofClasses(folder.resolve("long"), List.of(name, "b"), 40));

    assertThat(page.length()).isLessThan(usual + 20_000);
    assertThat(page).contains("a".repeat(147) + "...").doesNotContain("a".repeat(148));
  }

  @Test
  void theNavigationLeadsToEverySection() throws IOException {
    String page = page(SampleRuns.ofClasses(folder.resolve("run"), TWO, 40));

    List<String> links = all(first(page, "(?s)(<nav.*?</nav>)"), "href=\"#([^\"]*)\"");
    assertThat(links).startsWith("main").hasSizeGreaterThan(6).doesNotHaveDuplicates();
    assertThat(links).allMatch(id -> count(page, "id=\"" + id + "\"") == 1);
    assertThat(links).hasSize(1 + count(page, "<section "));
  }

  @Test
  void theConfigStandsThereAsWrittenAndFoldedWithItsDefaults() throws IOException {
    RunFolder run = SampleRuns.ofClasses(folder.resolve("run"), TWO, 40);
    AtomicFiles.write(run.config(), "name: reviews # <b>\n");

    String config = first(page(run), "(?s)<h2>Config</h2>(.*?)<h2>");

    assertThat(config)
        .contains("<code>name: reviews # &lt;b&gt;\n</code>")
        .contains("With --set training.epochs=8");
    assertThat(first(config, "(?s)<details>(.*)</details>")).contains("version: 1\nname: reviews");
  }

  @Test
  void aLongTrainingStaysASmallPage() throws IOException {
    RunFolder run = SampleRuns.unfinished(folder.resolve("run"));
    StringBuilder lines = new StringBuilder();
    for (int epoch = 1; epoch <= 10_000; epoch++) {
      lines.append(
          "{\"epoch\":%s,\"loss\":%s,\"validation\":{\"loss\":%s},\"seconds\":1,\"best\":%s}\n"
              .formatted(epoch, 1.0 / epoch, 1.0 / 3 + 1e-4 * epoch, epoch == 1 || epoch == 4711));
    }
    AtomicFiles.write(run.metrics(), lines.toString());

    String page = page(run);

    assertThat(page.length()).isLessThan(1_000_000);
    assertThat(page)
        .contains("One in 20 epochs is shown, and the first, the last and the kept one;")
        .contains("4700,4711,4720", ">4711</th>", ">10000</th>")
        .doesNotContain(">4712</th>");
  }

  @Test
  void showsThatTheStartWasKept() throws IOException {
    RunFolder run = SampleRuns.unfinished(folder.resolve("run"));
    AtomicFiles.write(
        run.metrics(),
        """
        {"epoch":0,"loss":0.3,"validation":{"loss":0.4},"seconds":1,"best":true}
        {"epoch":1,"loss":0.5,"validation":{"loss":0.6},"learning_rate":0.1,"seconds":1,"best":false}
        {"epoch":2,"loss":0.4,"validation":{"loss":0.5},"learning_rate":0.1,"seconds":1,"best":false}
        """);

    assertThat(page(run))
        .contains("<dd>0, the start, of 2</dd>", "Epoch 0 is the start:", "\"kept\":0,")
        .contains("\"epochs\":[0,1,2],")
        .doesNotContain("curve-learning_rate"); // which does not move
  }

  @Test
  void saysWhyARunDiverged() throws IOException {
    RunFolder run = SampleRuns.unfinished(folder.resolve("run"));
    AtomicFiles.write(
        run.results(),
        """
        {"name": "reviews", "task": "classes",
         "training": {"ending": "diverged", "epochs": 3, "kept_epoch": 2, "seconds": 9,
                      "cause": "The loss became NaN in epoch 4, batch 7."}}
        """);

    assertThat(page(run))
        .contains("This run diverged. The loss became NaN in epoch 4, batch 7.")
        .contains("<dd>2 of 3</dd>");
  }

  @Test
  void textsThatAModelWroteAreText() throws IOException {
    RunFolder run = SampleRuns.unfinished(folder.resolve("run"));
    String hostile = "</pre><script>alert('x')</script>\n\u202eabc\u0000";
    new Samples(List.of(new Samples.Sample(7, 0.8, 300, hostile))).write(run.samples());

    assertThat(content(page(run)))
        .contains("<h3>Temperature 0.8, seed 7</h3>")
        .contains("&lt;/pre&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\n")
        .doesNotContain("<script>alert");
  }

  @Test
  void namesAreNeverMarkup() throws IOException {
    String hostile = "<script>alert('x')</script><!--";
    String page =
        page(SampleRuns.ofClasses(folder.resolve("run"), List.of(hostile, "\"&amp;"), 40));

    assertThat(page)
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;!--")
        .contains("&quot;&amp;amp;");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void namesOfColumnsAreNeverMarkupInTheNumbersOfTheCharts() throws IOException {
    String page =
        page(
            SampleRuns.ofForecasts(
                folder.resolve("run"), List.of("</script><script>alert(1)</script>"), 5, 3));

    assertThat(page)
        .doesNotContain("<script>alert")
        .contains("\\u003c/script>\\u003cscript>alert(1)\\u003c/script>");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void configsAndNamesOfFilesAreNeverMarkup() throws IOException {
    String hostile = "</code></pre><script>alert(1)</script><img src=x onerror=alert(2)>";
    RunFolder run = SampleRuns.ofClasses(folder.resolve("run"), TWO, 40);
    AtomicFiles.write(run.config(), "name: '" + hostile + "'\n");
    AtomicFiles.write(run.resolved(), "name: '" + hostile + "'\n");
    SampleProvenance.of("2026-11-21T04:53:13Z", hostile + ".csv", List.of("name=" + hostile))
        .write(run.provenance());

    String page = page(run);

    assertThat(content(page))
        .doesNotContain("<script>alert", "<img")
        .contains("&lt;img src=x onerror=alert(2)&gt;.csv</th>");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void loadsNothingAndRunsItsOwnScriptsOnly() throws Exception {
    String page = page(SampleRuns.ofClasses(folder.resolve("run"), TWO, 40));

    String policy = first(page, "Content-Security-Policy\" content=\"([^\"]*)\"");
    assertThat(policy).startsWith("default-src &#39;none&#39;;");
    assertThat(content(page)).doesNotContain("src=");
    assertThat(all(page, "href=\"([^\"]*)\"")).isNotEmpty().allMatch(link -> link.startsWith("#"));
    assertThat(first(page, "(?s)<style>(.*?)</style>")).doesNotContain("@import", "url(");
    List<String> scripts = all(page, "(?s)<script>(.*?)</script>");
    assertThat(scripts).hasSize(2);
    for (String script : scripts) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(policy).contains("sha256-" + Base64.getEncoder().encodeToString(hash));
    }
  }

  @Test
  void aLargeTestPartStaysASmallPage() throws IOException {
    RunFolder run =
        SampleRuns.ofForecasts(
            folder.resolve("run"), IntStream.range(0, 5).mapToObj(c -> "c" + c).toList(), 1500, 12);

    String page = page(run);

    assertThat(page.length()).isLessThan(2_000_000);
    assertThat(page)
        .contains("60 of 1,500 windows can be chosen here; predictions.csv has all of them.");
  }

  @Test
  void manyClassesAreListedByTheirConfusions() throws IOException {
    List<String> classes = IntStream.range(0, 31).mapToObj(c -> "class" + c).toList();
    List<String> more = IntStream.range(0, 61).mapToObj(c -> "class" + c).toList();

    String compact = page(SampleRuns.ofClasses(folder.resolve("31"), classes, 310));
    String none = page(SampleRuns.ofClasses(folder.resolve("61"), more, 61));

    assertThat(compact)
        .contains("<div class=\"scroll matrix compact\"", "<th scope=\"col\">Predicted");
    assertThat(none)
        .doesNotContain("<div class=\"scroll matrix")
        .contains("<th scope=\"col\">Predicted");
  }

  @Test
  void showsWhatProbabilitiesAreWorthAndHowSlicesScore() throws IOException {
    RunFolder run = SampleRuns.ofClasses(folder.resolve("run"), TWO, 40);
    AtomicFiles.write(
        run.evaluation(),
        """
        {"size": 40, "positive": "positive", "metrics": {}, "absent": {}, "averages": {},
         "areas": {"positive": {"rows": 20, "roc_auc": 0.75}},
         "curves": [{"name": "<b>", "false_positive_rate": [0, 0.5, 1], "true_positive_rate": [0, 0.75, 1],
                     "recall": [0.5, 1], "precision": [0.6, 0.5]}],
         "confidence": [{"from": 0.5, "to": 0.6, "rows": 40, "said": 0.55, "so": 0.625}],
         "reliability": [{"from": 0.4, "to": 0.5, "rows": 40, "said": 0.45, "so": 0.5}],
         "thresholds": [{"threshold": 0.5, "true_positives": 15, "false_positives": 10,
                         "false_negatives": 5, "true_negatives": 10, "precision": 0.6, "recall": 0.75}],
         "slices": [{"column": "<i>", "slices": [
           {"name": "</script>", "rows": 3, "small": true, "metrics": {"accuracy": 0.5}}]}],
         "mistakes": [], "uncertain": [{"row": 7, "actual": "a", "prediction": "b", "p_actual": 0.49,
                                        "p_prediction": 0.51, "text": "<script>alert(1)</script>"}]}
        """);

    String page = page(run);
    String probabilities = first(page, "(?s)<h2>Probabilities</h2>(.*?)<h2>");

    assertThat(probabilities)
        .contains(
            "id=\"roc\"", "id=\"precision-recall\"", "id=\"reliability\"", "id=\"thresholds\"")
        .contains(
            "<td class=\"number\">0.7500</td>\n<td class=\"number\">\u2013</td>") // no average
        .contains("0.50 to 0.60", ">0.6250</td>");
    assertThat(page).contains("[[0.0,0.0],[0.5,0.75],[1.0,1.0]]");
    assertThat(first(page, "(?s)<h2>Slices</h2>(.*?)<h2>"))
        .contains("<h3>By &lt;i&gt;</h3>", "&lt;/script&gt; *", "Few rows");
    assertThat(first(page, "(?s)The least certain rows</h3>(.*?)<h2>"))
        .contains("&lt;script&gt;alert(1)");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void showsTheTextsOfTheWorstMistakesAndTheWarnings() throws IOException {
    String page = page(SampleRuns.ofClasses(folder.resolve("run"), TWO, 40));

    assertThat(first(page, "<td class=\"text\" dir=\"auto\">([^<]*)</td>"))
        .startsWith("The text of &lt;row&gt; ");
    assertThat(page)
        .contains("<dt>data.target.class.column: class_imbalance</dt>")
        .contains("<dd>&#39;positive&#39; has 9 texts, &#39;negative&#39; 90: the rare class")
        .contains("<dd>weigh them</dd>");
  }

  @Test
  void coloursTheWordsBehindTheWorstMistakes() throws IOException {
    String hostile = "</span><script>alert(1)</script>";
    RunFolder run = SampleRuns.ofClasses(folder.resolve("run"), TWO, 40);
    String without = page(run);
    new Explanations(
            List.of(
                new Explanations.Mistake(
                    7,
                    hostile,
                    new ExplainedText(
                        hostile,
                        0.9,
                        2,
                        -2,
                        Optional.of(0.02),
                        0,
                        List.of(
                            new ExplainedText.Token("dull", 4, true, true),
                            new ExplainedText.Token(hostile, -1, true, false)),
                        List.of(new ExplainedText.Column(hostile, hostile, 0.5))))),
            Optional.of("Without " + hostile))
        .write(run.explanations());

    String page = page(run);
    String words = first(page, "(?s)<h3>The words behind the worst mistakes</h3>(.*?)<h[23]>");

    assertThat(without).doesNotContain("The words behind");
    assertThat(words)
        .contains("<span class=\"for\" style=\"--share:1.000\" title=\"+4.0000\">dull </span>")
        .contains("style=\"--share:0.250\" title=\"-1.0000, unknown\">&lt;/span&gt;&lt;script&gt;")
        .contains("log-odds 2.0000, without the words -2.0000; completeness error 0.020 (0.50%)")
        .contains("other columns, unchanged: &lt;/span&gt;");
    assertThat(page).doesNotContain("<script>alert");
    assertThat(count(page, "</script")).isEqualTo(3);
  }

  @Test
  void theHomeOfTheUserIsATilde() throws IOException {
    RunFolder run = SampleRuns.unfinished(folder.resolve("run"));
    String home = System.getProperty("user.home");
    String path = home + File.separator + "secret-name" + File.separator + "reviews.csv";
    AtomicFiles.write(run.resolved(), "data: {source: {csv: {path: " + path + "}}}\n");
    SampleProvenance.of(
            "2026-11-21T04:53:13Z",
            path,
            List.of("data.source.csv.path=" + path, "name=/data" + home + "/x"))
        .write(run.provenance());

    assertThat(content(page(run)))
        .doesNotContain(path)
        .contains("~" + File.separator + "secret-name")
        .contains("name=/data" + home + "/x");
    assertThat(Files.readString(run.resolved())).contains(home);
  }

  @Test
  void chartsThatAreComparedHaveOneAxis() throws IOException {
    String page = page(SampleRuns.ofClasses(folder.resolve("run"), TWO, 40));

    JsonNode charts =
        new ObjectMapper()
            .readTree(first(page, "(?s)<script type=\"application/json\"[^>]*>(.*?)</script>"));
    assertThat(charts.at("/curve-accuracy/axis").asText()).isEqualTo("share");
    assertThat(charts.at("/curve-loss/axis").asText()).isEqualTo("loss");
  }

  @Test
  void theNumbersOfAColumnHaveAsManyDecimals() throws IOException {
    String page =
        page(SampleRuns.ofForecasts(folder.resolve("run"), List.of("passengers", "mail"), 5, 3));

    List<String> numbers =
        all(
            first(page, "(?s)<details id=\"figures\">(.*?)</details>"),
            "<td class=\"number\">(-?[\\d.]+\\.\\d+)</td>");
    assertThat(numbers)
        .hasSize(2 * 3 * 3)
        .allMatch(number -> number.matches("-?\\d+\\.\\d")); // of hundreds, four digits
  }

  @Test
  void aDamagedFileIsNamed() {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), List.of("a"), 5, 3);
    AtomicFiles.write(run.predictions(), "cutoff,timestamp,step,column\n1,2,1,a\n");

    assertThatThrownBy(() -> HtmlReport.write(run))
        .isInstanceOf(UserException.class)
        .hasMessage(
            run.predictions()
                + ": is damaged: it has no column 'actual'\n    restore it, or run again");
  }

  private static String page(RunFolder run) throws IOException {
    HtmlReport.write(run);
    return Files.readString(run.report());
  }

  /** The page without styles and programs, which are not of this run. */
  private static String content(String page) {
    return page.replaceFirst("(?s)<style>.*?</style>", "<style></style>")
        .replaceAll("(?s)<script>.*?</script>", "<script></script>")
        .replaceAll("sha256-[A-Za-z0-9+/=]+", "sha256-");
  }

  private static String first(String page, String regex) {
    return all(page, regex).get(0);
  }

  private static List<String> all(String page, String regex) {
    return Pattern.compile(regex).matcher(page).results().map(MatchResult::group).toList().stream()
        .map(match -> Pattern.compile(regex).matcher(match).replaceFirst("$1"))
        .toList();
  }

  private static int count(String page, String part) {
    return page.split(Pattern.quote(part), -1).length - 1;
  }
}
