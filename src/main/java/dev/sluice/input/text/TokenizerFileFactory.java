package dev.sluice.input.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes {@link TokenizerSpec.File}. */
public final class TokenizerFileFactory implements TokenizerFactory<TokenizerSpec.File> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST = 128L << 20; // bytes
  private static final String ADVICE = "give the tokenizer.json of a BPE tokenizer";

  @Override
  public Class<TokenizerSpec.File> spec() {
    return TokenizerSpec.File.class;
  }

  @Override
  public Tokenizer create(TokenizerSpec.File spec) {
    Path file = spec.path();
    if (!Files.isRegularFile(file)) {
      throw new UserException(Problem.inFile(file, "there is no such file", ADVICE));
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new UserException(
            Problem.inFile(
                file,
                "has %s bytes; the maximum for a tokenizer.json is %s"
                    .formatted(Files.size(file), LARGEST),
                ADVICE));
      }
      return TokenizerJson.read(JSON.readTree(Files.readAllBytes(file)));
    } catch (TokenizerJson.Refused e) {
      throw new UserException(Problem.inFile(file, e.getMessage(), e.advice()));
    } catch (JsonProcessingException e) {
      throw new UserException(
          Problem.inFile(file, "is not JSON: " + e.getOriginalMessage(), ADVICE));
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(file, "cannot be read: " + e.getMessage(), "check its permissions"));
    }
  }

  /** Restores the tokenizer from what the model holds: the file is no longer needed. */
  @Override
  public Tokenizer fromJson(TokenizerSpec.File spec, JsonNode learned) {
    return BpeFactory.fromBundle(learned);
  }
}
