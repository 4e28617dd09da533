// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.Secret;
import org.keepvolume.config.SecretFile;
import org.keepvolume.config.VolumeConfig;

/** The settings that say whose containers are meant, and what opens them. */
final class AccountKeys {
  private static final String SEEN = "; on a command line all users of the machine can see it";

  static final ConfigKey<String> NAME =
      ConfigKey.string(
          "storage-account-name", "The account; needless beside a connection string that names it");
  static final ConfigKey<SecretFile> KEY_FILE =
      ConfigKey.secretFile("storage-account-key-file", "The file with the account's key");
  static final ConfigKey<Secret> KEY =
      ConfigKey.secret("storage-account-key", "The account's key, in base64" + SEEN);
  static final ConfigKey<SecretFile> SAS_FILE =
      ConfigKey.secretFile(
          "storage-sas-token-file", "The file with a SAS token, in place of the account's key");
  static final ConfigKey<Secret> SAS =
      ConfigKey.secret("storage-sas-token", "A SAS token, in place of the account's key" + SEEN);
  static final ConfigKey<SecretFile> CONNECTION_FILE =
      ConfigKey.secretFile(
          "storage-connection-string-file",
          "The file with a connection string, in place of account, key and endpoint");
  static final ConfigKey<Secret> CONNECTION =
      ConfigKey.secret(
          "storage-connection-string",
          "A connection string, in place of account, key and endpoint" + SEEN);
  static final ConfigKey<URI> ENDPOINT =
      ConfigKey.uri(
          "storage-endpoint",
          "The blob service of the account, where it is none of Azure's clouds, such as"
              + " http://azurite:10000/devstoreaccount1");
  static final ConfigKey<String> SUFFIX =
      ConfigKey.string(
              "storage-endpoint-suffix",
              "The cloud, by what its hosts end with, such as core.chinacloudapi.cn;"
                  + " core.windows.net if not set")
          .withParameter("StorageBaseURL");

  private static final List<ConfigKey<SecretFile>> FILES =
      List.of(KEY_FILE, SAS_FILE, CONNECTION_FILE);
  private static final List<ConfigKey<Secret>> VALUES = List.of(KEY, SAS, CONNECTION);
  private static final List<ConfigKey<?>> CREDENTIALS =
      Stream.concat(FILES.stream(), VALUES.stream()).toList();

  private AccountKeys() {}

  static void addTo(ConfigSchema.Builder schema) {
    schema.namingKey(NAME);
    for (ConfigKey<?> key : CREDENTIALS) {
      if (key == CONNECTION || key == CONNECTION_FILE) {
        schema.namingKey(key); // it names the account, too
      } else {
        schema.key(key);
      }
    }
    schema.namingKey(ENDPOINT).namingKey(SUFFIX).check(AccountKeys::check);
  }

  /** Says what cannot be meant, whatever stands in files. */
  private static Optional<String> check(VolumeConfig config) {
    List<ConfigKey<?>> credentials = CREDENTIALS.stream().filter(config::isSet).toList();
    if (credentials.size() > 1) {
      return Optional.of(
          names(credentials) + " are set; choose one, for each volume in a config file if need be");
    }
    boolean hasConnection = config.isSet(CONNECTION_FILE) || config.isSet(CONNECTION);
    List<ConfigKey<?>> places =
        Stream.<ConfigKey<?>>of(ENDPOINT, SUFFIX).filter(config::isSet).toList();
    if (hasConnection && !places.isEmpty()) {
      return Optional.of(
          names(places)
              + " is set beside "
              + names(credentials)
              + ", which has an endpoint of its own; choose one");
    }
    if (places.size() > 1) {
      return Optional.of(names(places) + " are set; choose one");
    }
    if (!hasConnection && !config.isSet(NAME)) {
      return Optional.of(NAME + " is not set; expected an account, or a connection string");
    }
    if (credentials.isEmpty() && !config.get(NAME).equals(AzureAccount.EMULATOR_ACCOUNT)) {
      return Optional.of(
          "no account key, SAS token or connection string is set; expected one of "
              + String.join(", ", CREDENTIALS.stream().map(ConfigKey::name).toList()));
    }
    return wrong(config);
  }

  private static String names(List<ConfigKey<?>> keys) {
    return String.join(" and ", keys.stream().map(ConfigKey::name).toList());
  }

  /** Says what is wrong with values that stand in no file. */
  private static Optional<String> wrong(VolumeConfig config) {
    try {
      if (config.isSet(NAME)) {
        String name = AzureAccount.checkName(config.get(NAME));
        if (config.isSet(ENDPOINT)) {
          AccountEndpoint unused = AccountEndpoint.of(config.get(ENDPOINT), name);
        }
      }
      if (config.isSet(SUFFIX)) {
        String unused = AccountEndpoint.checkSuffix(config.get(SUFFIX));
      }
      if (FILES.stream().noneMatch(config::isSet)) {
        AzureAccount unused = account(config, warning -> {});
      }
      return Optional.empty();
    } catch (IllegalArgumentException | ConfigException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Makes the account, for which files are read.
   *
   * @throws ConfigException if a file cannot be read, or what is in it cannot be meant
   */
  static AzureAccount account(VolumeConfig config, Consumer<String> warnings)
      throws ConfigException {
    for (ConfigKey<SecretFile> file : FILES) {
      if (config.isSet(file)) {
        return account(config, file, read(file, config, warnings));
      }
    }
    for (ConfigKey<Secret> value : VALUES) {
      if (config.isSet(value)) {
        return account(config, value, config.get(value));
      }
    }
    return place(AzureAccount.emulator(), config);
  }

  private static Secret read(
      ConfigKey<SecretFile> key, VolumeConfig config, Consumer<String> warnings)
      throws ConfigException {
    try {
      SecretFile.Content content = config.get(key).read();
      content.warnings().forEach(warnings);
      return content.secret();
    } catch (IOException e) {
      throw wrong(key, e.getMessage());
    }
  }

  private static AzureAccount account(VolumeConfig config, ConfigKey<?> from, Secret secret)
      throws ConfigException {
    try {
      if (from == CONNECTION_FILE || from == CONNECTION) {
        AzureAccount account = AzureAccount.fromConnectionString(secret);
        if (config.isSet(NAME) && !config.get(NAME).equals(account.name())) {
          throw wrong(
              from, "the connection string is of " + account.name() + ", and " + NAME + " is not");
        }
        return account;
      }
      String name = config.get(NAME);
      return place(
          from == SAS_FILE || from == SAS
              ? AzureAccount.withSas(name, secret)
              : AzureAccount.withKey(name, secret),
          config);
    } catch (IllegalArgumentException e) {
      throw wrong(from, e.getMessage());
    }
  }

  private static AzureAccount place(AzureAccount account, VolumeConfig config) {
    return config
        .find(ENDPOINT)
        .map(account::withEndpoint)
        .or(() -> config.find(SUFFIX).map(account::withSuffix))
        .orElse(account);
  }

  /** Returns the account's name and a slash, or nothing if it stands in a connection string. */
  static String shown(VolumeConfig config) {
    return config.find(NAME).map(name -> name + "/").orElse("");
  }

  private static ConfigException wrong(ConfigKey<?> key, String what) {
    return new ConfigException(List.of(new ConfigProblem(key.name(), what)));
  }
}
