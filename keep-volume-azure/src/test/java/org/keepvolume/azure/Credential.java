// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Map;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.config.Secret;

/** What opens the account on which faults are tried; each kind is made of the account's key. */
enum Credential {
  KEY {
    @Override
    Map<String, String> settings(AzuriteAccount account, URI endpoint) {
      return Map.of(
          "storage-account-name", account.name(),
          "storage-account-key", account.key(),
          "storage-endpoint", endpoint.toString());
    }

    @Override
    AzureAccount at(AzuriteAccount account, URI endpoint) {
      return AzureAccount.withKey(account.name(), Secret.of(account.key())).withEndpoint(endpoint);
    }
  },
  SAS {
    @Override
    Map<String, String> settings(AzuriteAccount account, URI endpoint) {
      return Map.of(
          "storage-account-name", account.name(),
          "storage-sas-token", token(account),
          "storage-endpoint", endpoint.toString());
    }

    @Override
    AzureAccount at(AzuriteAccount account, URI endpoint) {
      return AzureAccount.withSas(account.name(), Secret.of("?" + token(account)))
          .withEndpoint(endpoint);
    }
  },
  RENEWED_SAS {
    @Override
    Map<String, String> settings(AzuriteAccount account, URI endpoint) {
      return SAS.settings(account, endpoint); // no setting renews one
    }

    @Override
    AzureAccount at(AzuriteAccount account, URI endpoint) {
      return AzureAccount.withSasCredential(account.name(), new AzureSasCredential(token(account)))
          .withEndpoint(endpoint);
    }
  },
  CONNECTION_STRING {
    @Override
    Map<String, String> settings(AzuriteAccount account, URI endpoint) {
      return Map.of("storage-connection-string", text(account, endpoint));
    }

    @Override
    AzureAccount at(AzuriteAccount account, URI endpoint) {
      return AzureAccount.fromConnectionString(Secret.of(text(account, endpoint)));
    }

    private String text(AzuriteAccount account, URI endpoint) {
      return "AccountName=%s;AccountKey=%s;BlobEndpoint=%s"
          .formatted(account.name(), account.key(), endpoint);
    }
  },
  CONNECTION_STRING_WITH_SAS {
    @Override
    Map<String, String> settings(AzuriteAccount account, URI endpoint) {
      return Map.of("storage-connection-string", text(account, endpoint));
    }

    @Override
    AzureAccount at(AzuriteAccount account, URI endpoint) {
      return AzureAccount.fromConnectionString(Secret.of(text(account, endpoint)));
    }

    private String text(AzuriteAccount account, URI endpoint) {
      return "BlobEndpoint=%s;SharedAccessSignature=%s".formatted(endpoint, token(account));
    }
  };

  /** For ever, so that each JVM makes the same token. */
  private static final OffsetDateTime EXPIRY = OffsetDateTime.parse("2099-12-31T00:00:00Z");

  /** Returns the settings of a configuration that mean the same account. */
  abstract Map<String, String> settings(AzuriteAccount account, URI endpoint);

  /** Returns an account at an endpoint, opened by this kind of credential. */
  abstract AzureAccount at(AzuriteAccount account, URI endpoint);

  /** Returns a token for everything in an account, without a question mark. */
  static String token(AzuriteAccount account) {
    return new BlobServiceClientBuilder()
        .endpoint("http://127.0.0.1/" + account.name())
        .credential(new StorageSharedKeyCredential(account.name(), account.key()))
        .httpClient(KeptNothing.CLIENT)
        .buildClient()
        .generateAccountSas(
            new AccountSasSignatureValues(
                EXPIRY,
                AccountSasPermission.parse("rwdlac"),
                new AccountSasService().setBlobAccess(true),
                AccountSasResourceType.parse("sco")));
  }
}
