// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.keepvolume.config.ConfigHelp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the flags of all volumes and of each type that is found. */
@Command(
    name = "flags",
    mixinStandardHelpOptions = true,
    versionProvider = KeepVolume.Version.class,
    description =
        "Prints the flags that name a volume and set it up, of every type that is on the class"
            + " path.")
final class Flags implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    print(Plugins.load(Flags.class.getClassLoader()), spec.commandLine().getOut());
    return 0;
  }

  static void print(Plugins plugins, PrintWriter out) {
    out.print(ConfigHelp.flags(plugins.providers().schemas(), Plugins.NO_FLAGS));
    out.flush();
  }
}
