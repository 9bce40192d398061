package dev.sluice.batch;

import java.util.List;

/** Examples that are texts, numbered from 0. */
public interface Texts {
  /** The key of the config that describes them. */
  String key();

  /** The columns that hold them, one or more. */
  List<String> columns();

  int size();

  /** The text as it stands in the source; of several columns, one behind the other. */
  String text(int example);

  /** The number of the example's record in its source, from 1. */
  int recordNumber(int example);

  /** All tokens of the text, before cutting, known or not. */
  List<String> tokens(int example);

  /**
   * The token at each step that the network reads, known or not; an empty text where there is none.
   */
  List<String> steps(int example);

  /**
   * At each step that the network reads, the position of its token in {@link #tokens}; -1 where
   * there is none, such as padding. Of a text without a token it is 0 for the one that stands for
   * it.
   */
  int[] positions(int example);

  /** The ids of the tokens that the network sees, without padding; do not write. */
  int[] ids(int example);

  /** The ids of all tokens of the text, before cutting; do not write. */
  int[] wholeIds(int example);

  /** How many ids there are. */
  int vocabularySize();

  /** The least id that stands for one token. */
  int firstToken();

  /** The token that an id from {@link #firstToken} on stands for. */
  String token(int id);
}
