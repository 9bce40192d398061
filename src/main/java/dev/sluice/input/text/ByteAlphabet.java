package dev.sluice.input.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as visible characters, one to one, as in GPT-2 (Radford et al. 2019): printable characters
 * of Latin-1 represent themselves, the others are numbered from U+0100 on.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = new char[256]; // (bytes)
  private static final byte[] BYTES = new byte[0x144]; // (characters)

  static {
    char next = 0x100;
    for (int b = 0; b < CHARACTERS.length; b++) {
      boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
      CHARACTERS[b] = visible ? (char) b : next++;
      BYTES[CHARACTERS[b]] = (byte) b;
    }
  }

  private ByteAlphabet() {}

  /** The characters for all bytes. */
  static char[] characters() {
    return CHARACTERS.clone();
  }

  /** The bytes of a text in UTF-8. */
  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] characters = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      characters[i] = CHARACTERS[bytes[i] & 0xFF];
    }
    return new String(characters);
  }

  /** The bytes that such characters represent; for other text, its UTF-8. */
  static byte[] bytes(String characters) {
    byte[] bytes = new byte[characters.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = characters.charAt(i);
      if (c >= BYTES.length || CHARACTERS[BYTES[c] & 0xFF] != c) {
        return characters.getBytes(StandardCharsets.UTF_8);
      }
      bytes[i] = BYTES[c];
    }
    return bytes;
  }

  /** Bytes in readable form: the text, or {@code <e4><b8>} if they are only part of a character. */
  static String shown(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "<" + HexFormat.ofDelimiter("><").formatHex(bytes) + ">";
    }
  }
}
