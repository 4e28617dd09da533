// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.testkit.VolumeFixtureProvider.Fixtures;
import org.keepvolume.testkit.clauses.Effort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs the conformance kit on a volume of any type that has fixtures, beside what the volume holds.
 */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = KeepVolume.Version.class,
    customSynopsis =
        "keepvolume check [--effort HOW] [--seed N] [--report DIR]"
            + " (-- FLAGS | --directory DIR | --config FILE)",
    description =
        "Runs the conformance kit on a volume, beside what the volume holds, prints the report,"
            + " and removes what it made. On a disk it works in a new sub-directory, and touches"
            + " nothing else.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:no violation was found",
      "1:a clause of the contract is broken",
      "2:the check could not be made, or what it made not be removed"
    })
final class Check implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FLAGS",
      description =
          "The flags of one volume, such as -volume /data/disk0; keepvolume flags tells all.")
  private List<String> flags = List.of();

  @Option(names = "--directory", paramLabel = "DIR", description = "Short for -- -volume DIR.")
  private @Nullable Path directory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A file of YAML that names one volume: a list of maps with the type and its keys, alone"
              + " or under volumes; or the original's config.yml or keepstore.yml.")
  private @Nullable Path config;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Where to keep the reports, for programs and for people; a new or an empty directory.")
  private @Nullable Path report;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Where random data comes from, to repeat a check; else a new one.")
  private @Nullable Long seed;

  @Option(
      names = "--effort",
      paramLabel = "HOW",
      defaultValue = "normal",
      description =
          "short, normal or long: how many rounds tests take that try many. Default:"
              + " normal, about a minute; long is for a night.")
  private Effort effort;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Plugins plugins = Plugins.load(Check.class.getClassLoader());
    plugins.notes().forEach(note -> err.println("note: " + note));
    Optional<Named> named = named(plugins);
    if (named.isEmpty()) {
      Flags.print(plugins, out);
      return 0;
    }
    Subject subject = Subject.of(named.get(), plugins, err);
    refuseOldReports();
    err.flush();
    Findings findings;
    try (Fixtures fixtures = subject.prepare()) {
      findings = run(subject.tryOut(fixtures), fixtures, err);
    }
    findings.print(out);
    return findings.exitCode();
  }

  /** Finds who names the volume; empty if help is wanted in place of one. */
  private Optional<Named> named(Plugins plugins) throws CheckException {
    List<String> given = new ArrayList<>();
    if (config != null) {
      given.add("--config");
    }
    if (directory != null) {
      given.add("--directory");
    }
    if (!flags.isEmpty()) {
      given.add("the flags behind --");
    }
    if (given.size() > 1) {
      throw new CheckException(
          String.join(" and ", given) + " each name a volume; give one of them");
    }
    if (config != null) {
      List<VolumeSpec> volumes = new ConfigFile(config).volumes(plugins.providers().schemas());
      return Optional.of(new Named(config, volumes, List.of()));
    }
    ParsedFlags parsed = parse(plugins);
    if (parsed.helpWanted()) {
      return Optional.empty();
    }
    if (parsed.volumes().isEmpty()) {
      parsed.warnings().forEach(note -> spec.commandLine().getErr().println("note: " + note));
      throw new CheckException(
          "no volume is named; name one behind --, as in keepvolume check -- -volume /data/disk0"
              + " (keepvolume flags tells all flags)");
    }
    return Optional.of(new Named(null, parsed.volumes(), parsed.warnings()));
  }

  private ParsedFlags parse(Plugins plugins) throws CheckException {
    List<String> given =
        directory == null
            ? flags
            : List.of("-volume", directory.toAbsolutePath().normalize().toString());
    try {
      return VolumeFlags.parse(given, plugins.providers().schemas(), Plugins.NO_FLAGS);
    } catch (ConfigException e) {
      throw new CheckException(
          e.getMessage()
              + " (counted behind --; keepvolume flags tells the flags of the types on the class"
              + " path, "
              + plugins.types()
              + ")",
          e);
    }
  }

  private void refuseOldReports() throws CheckException, IOException {
    if (report == null || !Files.exists(report)) {
      return;
    }
    String what = "is not a directory";
    if (Files.isDirectory(report)) {
      try (Stream<Path> entries = Files.list(report)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
      what = "is not empty, and an older report must not be taken for a new one";
    }
    throw new CheckException("--report " + report + " " + what + "; name a new directory");
  }

  private Findings run(String name, Fixtures fixtures, PrintWriter err) throws IOException {
    if (report != null) {
      var run = new KitLauncher.Run(Files.createDirectories(report), seed, effort);
      return KitLauncher.run(name, fixtures::fixture, run, err);
    }
    try (Workspace scratch = Workspace.create(Path.of(System.getProperty("java.io.tmpdir")))) {
      var run = new KitLauncher.Run(scratch.directory(), seed, effort);
      return KitLauncher.run(name, fixtures::fixture, run, err);
    }
  }
}
