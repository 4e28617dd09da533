// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.keepvolume.testkit.clauses.Effort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs the conformance kit against a real disk, in a directory of its own that it makes and
 * removes.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = KeepVolume.Version.class,
    description =
        "Runs the conformance kit on a volume in a new sub-directory, prints the report, and"
            + " removes the sub-directory. Nothing else in the directory is touched.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no violation was found",
      "1:a clause of the contract is broken",
      "2:the check could not be made, or its directory not be removed"
    })
final class Check implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--directory",
      required = true,
      paramLabel = "DIR",
      description = "A directory on the disk to check; it must exist.")
  private Path directory;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random data comes from, to repeat a check; else a new one.")
  private Long seed;

  @Option(
      names = "--effort",
      paramLabel = "HOW",
      defaultValue = "normal",
      description =
          "short, normal or long: how many rounds tests take that try many. Default:"
              + " normal, about a minute; long is for a night.")
  private Effort effort;

  @Override
  public Integer call() throws IOException {
    Path parent = directory.toAbsolutePath().normalize();
    if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
      throw new ParameterException(
          spec.commandLine(),
          "--directory is " + directory + "; expected a directory that exists and can be written");
    }
    PrintWriter out = spec.commandLine().getOut();
    Workspace workspace = Workspace.create(parent);
    try (workspace) {
      Findings findings = KitLauncher.run(workspace, seed, effort, spec.commandLine().getErr());
      out.print(findings.report());
      findings.violations().forEach(violation -> out.println("\n" + violation));
      findings.troubles().forEach(trouble -> out.println("\n" + trouble));
      out.println();
      out.println(findings.summary());
      out.flush();
      return findings.exitCode();
    }
  }
}
