// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.config.Secret;

/**
 * An account that the kit works in.
 *
 * @param account its name
 * @param key its key in base64
 * @param endpoint its blob service
 */
record KitService(String account, String key, URI endpoint) {
  private static final String ACCOUNT = "KEEPVOLUME_LIVE_AZURE_ACCOUNT";
  private static final String KEY = "KEEPVOLUME_LIVE_AZURE_KEY";
  private static final String CONTAINER = "KEEPVOLUME_LIVE_AZURE_CONTAINER";
  private static final String ENDING = "-test";

  /** Returns the first account of the emulator of this JVM. */
  static KitService emulator() {
    return emulator(Azurite.shared().account());
  }

  /** Returns one of the accounts of the emulator of this JVM. */
  static KitService emulator(AzuriteAccount account) {
    return new KitService(account.name(), account.key(), Azurite.shared().endpoint(account.name()));
  }

  /** Tells whether the environment names an account of Azure itself. */
  static boolean isLive() {
    return Stream.of(ACCOUNT, KEY, CONTAINER).anyMatch(System.getenv()::containsKey);
  }

  /** Returns the account that the environment names, where a volume would look for it. */
  static KitService live() {
    String account = setting(ACCOUNT);
    String key = setting(KEY);
    return new KitService(
        account, key, AzureAccount.withKey(account, Secret.of(key)).blobEndpoint());
  }

  /** Tells whether it is an emulator's and not Azure's. */
  boolean isEmulator() {
    return account.equals(AzureAccount.EMULATOR_ACCOUNT);
  }

  /**
   * Returns the container of Azure that the environment names.
   *
   * @throws IllegalStateException if its name does not say that it is for tests
   */
  static String liveContainer() {
    String container = setting(CONTAINER);
    if (!container.endsWith(ENDING)) {
      throw new IllegalStateException(
          "%s is %s; expected a container whose name ends in %s, since tests write and delete there"
              .formatted(CONTAINER, container, ENDING));
    }
    return container;
  }

  private static String setting(String name) {
    Map<String, String> environment = System.getenv();
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "%s is not set; expected all of %s".formatted(name, List.of(ACCOUNT, KEY, CONTAINER)));
    }
    return value;
  }

  AzureAccount azureAccount() {
    return AzureAccount.withKey(account, Secret.of(key)).withEndpoint(endpoint);
  }

  /**
   * Returns the storage client's own way to a container, for what is done behind a volume's back.
   */
  BlobContainerClient client(String container, HttpPipelinePolicy... policies) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(endpoint.toString())
            .credential(new StorageSharedKeyCredential(account, key))
            .serviceVersion(BlobServiceVersion.V2025_11_05)
            .containerName(container)
            .httpClient(KeptNothing.CLIENT)
            .addPolicy(KeptNothing.POLICY);
    Stream.of(policies).forEach(builder::addPolicy);
    return builder.buildClient();
  }

  /** Returns the name alone. */
  @Override
  public String toString() {
    return account;
  }
}
