// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;

/**
 * Makes volumes of type {@code azure}: containers, by the flag {@code
 * -azure-storage-container-volume}.
 */
public final class AzureVolumeProvider implements VolumeProvider {
  /** For {@link java.util.ServiceLoader}. */
  public AzureVolumeProvider() {}

  @Override
  public String type() {
    return AzureKeys.SCHEMA.type();
  }

  @Override
  public ConfigSchema schema() {
    return AzureKeys.SCHEMA;
  }

  @Override
  public List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
    List<ConfigProblem> problems = new ArrayList<>();
    ContainerNames.wrong(config.get(AzureKeys.CONTAINER))
        .ifPresent(what -> problems.add(new ConfigProblem(AzureKeys.CONTAINER.name(), what)));
    try {
      warnOfPlainHttp(AccountKeys.account(config, warnings).blobEndpoint(), warnings);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    if (config.get(AzureKeys.CREATE_CONTAINER)) {
      warnings.accept(
          AzureKeys.CREATE_CONTAINER
              + " makes an empty container of a mistyped name; it is for tools and tests");
    }
    if (config.isSet(AzureKeys.RACE_POLL_TIME)) {
      warnings.accept(
          AzureKeys.RACE_POLL_TIME + " has no effect, since no blob is waited for here");
    }
    return problems;
  }

  private static void warnOfPlainHttp(URI endpoint, Consumer<String> warnings) {
    if (endpoint.getScheme().equals("http")
        && !endpoint.getHost().matches("localhost|127\\..*|\\[::1\\]")) {
      warnings.accept(endpoint + " is not encrypted: blocks and SAS tokens can be read on the way");
    }
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    String container = config.get(AzureKeys.CONTAINER);
    AzureAccount account;
    try {
      // What there is to warn of was said by validate.
      account = AccountKeys.account(config, warning -> {});
    } catch (ConfigException e) {
      String what =
          e.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("; "));
      String volume = AzureKeys.SCHEMA.type() + ":" + AccountKeys.shown(config) + container;
      throw new VolumeFailureException(Operation.OPEN, null, volume, what, e);
    }
    return AzureVolume.open(account, container, AzureKeys.options(config), context);
  }
}
