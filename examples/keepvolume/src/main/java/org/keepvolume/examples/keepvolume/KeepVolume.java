// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code keepvolume}, which has a subcommand for each thing it does. */
@Command(
    name = "keepvolume",
    mixinStandardHelpOptions = true,
    versionProvider = KeepVolume.Version.class,
    description = "Works on volumes of blocks.",
    subcommands = {Check.class, Flags.class})
public final class KeepVolume {
  /** Runs the command and exits with what its subcommand says. */
  public static void main(String[] args) {
    int exitCode = CommandLine.ExitCode.USAGE;
    try {
      exitCode = commandLine().execute(args);
    } catch (Throwable e) { // such as too little memory: not what a subcommand found
      System.err.println("keepvolume: " + e);
    }
    System.exit(exitCode);
  }

  /** Tells the version that the jar's manifest has. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = KeepVolume.class.getPackage().getImplementationVersion();
      return new String[] {"keepvolume " + (version == null ? "(not from a jar)" : version)};
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new KeepVolume())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // a volume's name may begin with @
        .setParameterExceptionHandler(Mistakes::usage)
        .setExecutionExceptionHandler(Mistakes::execution);
  }
}
