package dev.sluice.train;

import java.nio.file.Path;

/** Reports to two. */
class BothProgress implements Progress {
  private final Progress one;
  private final Progress other;

  BothProgress(Progress one, Progress other) {
    this.one = one;
    this.other = other;
  }

  @Override
  public void networkStarted(int network, int networks) {
    one.networkStarted(network, networks);
    other.networkStarted(network, networks);
  }

  @Override
  public void epochStarted(int epoch, int examples) {
    one.epochStarted(epoch, examples);
    other.epochStarted(epoch, examples);
  }

  @Override
  public void batchTrained(int epoch, int examples, double loss) {
    one.batchTrained(epoch, examples, loss);
    other.batchTrained(epoch, examples, loss);
  }

  @Override
  public void epochEnded(EpochScores scores, boolean best) {
    one.epochEnded(scores, best);
    other.epochEnded(scores, best);
  }

  @Override
  public void trainingEnded() {
    one.trainingEnded();
    other.trainingEnded();
  }

  @Override
  public void found(Path folder) {
    one.found(folder);
    other.found(folder);
  }

  @Override
  public Progress ofPretraining() {
    return one.ofPretraining().and(other.ofPretraining());
  }
}
