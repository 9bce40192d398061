package dev.sluice.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The layout of all help texts. */
final class HelpLayout {
  private HelpLayout() {}

  static void apply(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .sortOptions(false) // as declared; picocli sorts by the locale of the machine
        .sortSynopsis(false)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    command.setHelpFactory(SpacedHelp::new);
  }

  /** Shows {@code --set path=value}, not {@code --set=path=value}; both are understood. */
  private static final class SpacedHelp extends Help {
    SpacedHelp(CommandSpec command, ColorScheme colours) {
      super(command, colours);
    }

    @Override
    public IParamLabelRenderer parameterLabelRenderer() {
      IParamLabelRenderer labels = super.parameterLabelRenderer();
      return new IParamLabelRenderer() {
        @Override
        public Ansi.Text renderParameterLabel(
            ArgSpec argument, Ansi ansi, List<Ansi.IStyle> styles) {
          Ansi.Text label = labels.renderParameterLabel(argument, ansi, styles);
          boolean joined = argument.isOption() && label.toString().startsWith("=");
          return joined ? ansi.text(" ").concat(label.substring(1)) : label;
        }

        @Override
        public String separator() {
          return " ";
        }
      };
    }
  }
}
