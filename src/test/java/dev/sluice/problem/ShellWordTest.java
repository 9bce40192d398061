package dev.sluice.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {
  @Test
  void quotesOnlyWhatAShellWouldTakeApart() {
    assertThat(ShellWord.of("runs/rezensionen-für_5/2026-11-21T04-53-13", false))
        .isEqualTo("runs/rezensionen-für_5/2026-11-21T04-53-13");
    assertThat(ShellWord.of("my runs/a", false)).isEqualTo("'my runs/a'");
    assertThat(ShellWord.of("$HOME", false)).isEqualTo("'$HOME'");
    assertThat(ShellWord.of("Ann's runs", false)).isEqualTo("'Ann'\\''s runs'");
    assertThat(ShellWord.of("a\\b", false)).isEqualTo("'a\\b'");
  }

  @Test
  void quotesForWindowsAsItsShellsUnderstand() {
    assertThat(ShellWord.of("C:\\runs\\a", true)).isEqualTo("C:\\runs\\a");
    assertThat(ShellWord.of("C:\\my runs\\a", true)).isEqualTo("\"C:\\my runs\\a\"");
  }
}
