// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keepvolume.Volume;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.Secret;
import org.keepvolume.config.SecretFile;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.examples.keepstore.http.HttpSettings;
import org.keepvolume.examples.keepstore.http.TransferLimits;
import org.keepvolume.examples.keepstore.protocol.ManagementToken;
import org.keepvolume.examples.keepstore.protocol.Signatures;
import org.keepvolume.examples.keepstore.protocol.SystemToken;
import org.keepvolume.spi.VolumeProviders;

/**
 * What the command line says, with the secrets that stand in files.
 *
 * @param flags the command line
 * @param volumes the volumes, named or found
 * @param memory the memory for blocks
 * @param http how requests are taken
 * @param systemToken of those who may list and delete
 * @param managementToken of those who watch the service
 * @param signatures empty: locators are not signed
 */
record Settings(
    ParsedFlags flags,
    List<VolumeSpec> volumes,
    MemoryBudget memory,
    HttpSettings http,
    SystemToken systemToken,
    ManagementToken managementToken,
    Optional<Signatures> signatures) {
  private static final int FEWEST_REQUESTS = 128;

  /** How many requests wait for each that is worked on. */
  private static final int WAITING = 4;

  /**
   * Reads files and checks what belongs together.
   *
   * @param flags the command line
   * @param volumes the volumes, named or found
   * @param providers the types of volumes
   * @param warnings takes what a person should look at
   * @throws ConfigException with everything that is wrong
   */
  static Settings of(
      ParsedFlags flags,
      List<VolumeSpec> volumes,
      VolumeProviders providers,
      Consumer<String> warnings)
      throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    try {
      providers.validate(volumes, warnings);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    VolumeConfig own = flags.application();
    MemoryBudget memory = MemoryBudget.of(own, MemoryBudget.directLimit());
    memory.misfit().ifPresent(what -> problems.add(new ConfigProblem("", what)));
    Secrets secrets = new Secrets(own, warnings, problems);
    Optional<Secret> systemToken = secrets.read(KeepstoreKeys.SYSTEM_TOKEN);
    Optional<Secret> managementToken = secrets.read(KeepstoreKeys.MANAGEMENT_TOKEN);
    Optional<Secret> signingKey = secrets.read(KeepstoreKeys.SIGNING_KEY);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Settings(
        flags,
        volumes,
        memory,
        http(own, memory),
        new SystemToken(systemToken),
        new ManagementToken(managementToken),
        signingKey.map(key -> signatures(key, flags)));
  }

  private static Signatures signatures(Secret key, ParsedFlags flags) {
    return new Signatures(
        key,
        flags.trashPolicy().minimumAge(),
        !flags.application().get(KeepstoreKeys.OLDEST_SIGNATURES),
        InstantSource.system());
  }

  private static HttpSettings http(VolumeConfig own, MemoryBudget memory) {
    int requests = requests(own, memory.bytes());
    TransferLimits limits =
        new TransferLimits(own.get(KeepstoreKeys.IDLE_TIMEOUT), own.get(KeepstoreKeys.MIN_RATE));
    return new HttpSettings(
        ListenAddress.parse(own.get(KeepstoreKeys.LISTEN)).orElseThrow(),
        requests,
        waiting(requests),
        own.get(KeepstoreKeys.QUEUE_LIMIT),
        limits,
        own.get(KeepstoreKeys.DRAIN));
  }

  /** Returns how many requests are worked on at once, with so much memory for blocks. */
  static int requests(VolumeConfig own, long memory) {
    int set = own.get(KeepstoreKeys.MAX_REQUESTS);
    return set > 0 ? set : Math.max(FEWEST_REQUESTS, (int) (2 * memory / Volume.MAX_BLOCK_SIZE));
  }

  /** Returns how many more may wait. */
  static int waiting(int requests) {
    return WAITING * requests;
  }

  /** Reads the files of secrets that flags name, and notes what is wrong with each. */
  private record Secrets(
      VolumeConfig own, Consumer<String> warnings, List<ConfigProblem> problems) {
    Optional<Secret> read(ConfigKey<SecretFile> key) {
      Optional<SecretFile> file = own.find(key);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try {
        SecretFile.Content content = file.get().read();
        content.warnings().forEach(warning -> warnings.accept("-" + key + ": " + warning));
        return Optional.of(content.secret());
      } catch (IOException e) {
        problems.add(new ConfigProblem("-" + key, e.getMessage()));
        return Optional.empty();
      }
    }
  }
}
