// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigHelp;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.examples.keepstore.log.Logging;
import org.keepvolume.spi.VolumeProviders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code keepstore}: serves blocks over HTTP until it is told to stop. */
public final class Keepstore {
  private static final int CANNOT_START = 1;
  private static final int USAGE = 2;

  private Keepstore() {}

  /** Runs the service; exits with 1 if it cannot start, and with 2 if the flags are wrong. */
  public static void main(String[] args) {
    int exitCode = run(List.of(args), System.out, System.err);
    if (exitCode >= 0) {
      System.exit(exitCode);
    }
  }

  /** Returns what to exit with; negative: the service runs. */
  private static int run(List<String> args, PrintStream out, PrintStream err) {
    try {
      VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
      ParsedFlags flags = CommandLine.parse(args, providers.schemas());
      VolumeConfig own = flags.application();
      if (flags.helpWanted()) {
        out.print(ConfigHelp.flags(providers.schemas(), KeepstoreKeys.SCHEMA));
        return 0;
      }
      if (own.get(KeepstoreKeys.VERSION)) {
        out.println(Version.text());
        return 0;
      }
      Logging.start(own.get(KeepstoreKeys.LOG_FORMAT) == KeepstoreKeys.LogFormat.JSON, err);
      Logger log = LoggerFactory.getLogger(Keepstore.class);
      flags.warnings().forEach(log::warn);
      providers.broken().forEach(log::warn);
      List<VolumeSpec> volumes = CommandLine.volumes(flags);
      if (own.get(KeepstoreKeys.DUMP_CONFIG)) {
        out.print(DumpedConfig.of(flags, volumes));
        return 0;
      }
      providers.validate(volumes, log::warn);
      Service service = Service.start(Settings.of(flags, volumes, log::warn), providers);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, log), "shutdown"));
      return -1;
    } catch (ConfigException e) {
      e.problems().forEach(problem -> err.println("keepstore: " + problem));
      err.println("keepstore -help prints all flags");
      return USAGE;
    } catch (StartException e) {
      err.println("keepstore: " + e.getMessage());
      return CANNOT_START;
    } catch (RuntimeException | Error e) {
      err.println("keepstore: " + e);
      return CANNOT_START;
    }
  }

  /** Ends the service and the process: a stop that was asked for is no failure. */
  private static void stop(Service service, Logger log) {
    int exitCode = 0;
    log.info("shutting down: running requests may end, new ones are refused");
    try {
      service.close();
      log.info("stopped");
    } catch (IOException e) {
      log.atError().setCause(e).log("stopped, but not well: {}", e.getMessage());
      exitCode = CANNOT_START;
    }
    Logging.stop();
    Runtime.getRuntime().halt(exitCode); // the JVM would say 143, whatever became of the requests
  }
}
