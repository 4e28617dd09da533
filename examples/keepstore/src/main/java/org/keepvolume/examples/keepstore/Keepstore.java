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
  private static final int NOT_WELL_STOPPED = 1;
  private static final int USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;

  Keepstore(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the service.
   *
   * <p>Exits with 0 after a stop that cut nobody off and left nothing hanging, else with 1; with 1
   * if it cannot start, and with 2 if the flags are wrong, or what they name is.
   *
   * @param args the flags
   */
  public static void main(String[] args) {
    // Before anything is logged: the JDK of today tells in detail of an exit, if nobody says not
    // to.
    Logging.off();
    int exitCode = new Keepstore(System.out, System.err).run(List.of(args));
    if (exitCode >= 0) {
      Logging.stop(); // which writes what was said before the failure
      System.exit(exitCode);
    }
  }

  /** Returns what to exit with; negative: the service runs. */
  int run(List<String> args) {
    try {
      VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
      ParsedFlags flags = CommandLine.parse(args, providers.schemas());
      if (flags.helpWanted()) {
        out.print(ConfigHelp.flags(providers.schemas(), KeepstoreKeys.SCHEMA));
        return 0;
      }
      if (flags.application().get(KeepstoreKeys.VERSION)) {
        out.println(Version.text());
        return 0;
      }
      return start(flags, providers);
    } catch (ConfigException e) {
      e.problems().forEach(problem -> complain(problem.toString()));
      err.println("keepstore -help prints all flags");
      return USAGE;
    } catch (StartException e) {
      complain(e.getMessage());
      return CANNOT_START;
    } catch (RuntimeException | Error e) {
      complain(e.toString());
      return CANNOT_START;
    }
  }

  private int start(ParsedFlags flags, VolumeProviders providers)
      throws ConfigException, StartException {
    VolumeConfig own = flags.application();
    Logging.start(own.get(KeepstoreKeys.LOG_FORMAT) == KeepstoreKeys.LogFormat.JSON, err);
    Logger log = LoggerFactory.getLogger(Keepstore.class);
    flags.warnings().forEach(log::warn);
    providers.broken().forEach(log::warn);
    List<VolumeSpec> volumes = CommandLine.volumes(flags);
    if (own.get(KeepstoreKeys.DUMP_CONFIG)) {
      MemoryBudget memory = MemoryBudget.of(own, MemoryBudget.directLimit());
      out.print(DumpedConfig.of(flags, volumes, memory));
      return 0;
    }
    Settings settings = Settings.of(flags, volumes, providers, log::warn);
    Service service = new Service();
    Thread hook = new Thread(() -> stop(service, log), "shutdown");
    // Before the start, which may take long, and makes files.
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      service.begin(settings, providers);
    } catch (StartException | RuntimeException | Error e) {
      if (remove(hook)) {
        throw e;
      }
    }
    return -1;
  }

  /** Tells whether the hook will not run: it does if the process was told to end meanwhile. */
  private static boolean remove(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Says in one line why there is no service. */
  private void complain(String why) {
    err.println("keepstore: " + why.replaceAll("\\s*\\R\\s*", " "));
  }

  /** Ends the service and the process: a stop that was asked for is no failure. */
  private static void stop(Service service, Logger log) {
    int exitCode = 0;
    log.info("shutting down: running requests may end, new ones are refused");
    try {
      service.stop();
      log.info("stopped");
    } catch (IOException e) {
      log.atError().addKeyValue("error", e.getMessage()).log("stopped, but not well");
      exitCode = NOT_WELL_STOPPED;
    } catch (RuntimeException | Error e) {
      log.atError().setCause(e).log("stopped, but not well");
      exitCode = NOT_WELL_STOPPED;
    }
    Logging.stop();
    Runtime.getRuntime().halt(exitCode); // the JVM would say 143, whatever became of the requests
  }
}
