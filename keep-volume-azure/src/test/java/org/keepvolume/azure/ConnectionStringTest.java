// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.config.Secret;

/** Connection strings as portals, tools and people write them. */
final class ConnectionStringTest {
  private static AzureAccount account(String text) {
    String whole = text.replace("KEY", Canaries.KEY).replace("SAS", Canaries.SAS.substring(1));
    return AzureAccount.fromConnectionString(Secret.of(whole));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=KEY;EndpointSuffix=core.windows.net"
            + " | acct at https://acct.blob.core.windows.net, opened by account key",
        "accountname=acct; accountkey=KEY;"
            + " | acct at https://acct.blob.core.windows.net, opened by account key",
        "AccountName=acct;AccountKey=KEY;EndpointSuffix=core.chinacloudapi.cn"
            + " | acct at https://acct.blob.core.chinacloudapi.cn, opened by account key",
        "DefaultEndpointsProtocol=http;AccountName=acct;AccountKey=KEY"
            + " | acct at http://acct.blob.core.windows.net, opened by account key",
        "BlobEndpoint=https://acct.blob.core.windows.net/;QueueEndpoint=https://q/;"
            + "SharedAccessSignature=SAS"
            + " | acct at https://acct.blob.core.windows.net, opened by SAS token",
        "BlobEndpoint=http://azurite:10000/devstoreaccount1;AccountName=devstoreaccount1;AccountKey=KEY"
            + " | devstoreaccount1 at http://azurite:10000/devstoreaccount1, opened by account key",
        "BlobEndpoint=http://azurite:10000/acct;SharedAccessSignature=?SAS"
            + " | acct at http://azurite:10000/acct, opened by SAS token",
        "AccountName=acct;AccountKey=KEY;BlobEndpoint=https://blobs.example.com"
            + " | acct at https://blobs.example.com, opened by account key",
        "UseDevelopmentStorage=true"
            + " | devstoreaccount1 at http://127.0.0.1:10000/devstoreaccount1, opened by account key",
        "AccountName=devstoreaccount1;AccountKey=KEY"
            + " | devstoreaccount1 at http://127.0.0.1:10000/devstoreaccount1, opened by account key",
      })
  void formsInUseAreRead(String text, String account) {
    assertEquals(account, account(text).toString());
    assertEquals(account, account("\n" + text + " \n").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the connection string is empty",
        "AccountName=acct;AccountKey= | AccountKey of the connection string is empty",
        "AccountName=acct;AccountKey=KEY;AccountKey=KEY"
            + " | AccountKey stands twice in the connection string",
        "AccountKey=KEY"
            + " | the connection string has no AccountName, and no BlobEndpoint that tells it",
        "AccountName=acct;EndpointSuffix=core.windows.net | the connection string has neither"
            + " AccountKey nor SharedAccessSignature; expected one",
        "AccountName=acct;AccountKey=KEY;SharedAccessSignature=SAS | the connection string has both"
            + " AccountKey and SharedAccessSignature; choose one",
        "AccountName=acct;AccountKey=KEY;UseDevelopmentStorage=true | UseDevelopmentStorage of the"
            + " connection string is not true, or other settings stand beside it",
        "UseDevelopmentStorage=false | UseDevelopmentStorage of the"
            + " connection string is not true, or other settings stand beside it",
        "DefaultEndpointsProtocol=ftp;AccountName=acct;AccountKey=KEY"
            + " | DefaultEndpointsProtocol of the connection string is neither http nor https",
        "BlobEndpoint=https://a b/;AccountName=acct;AccountKey=KEY"
            + " | BlobEndpoint of the connection string is no URL",
        "BlobEndpoint=https://acct.example.com/?SAS;AccountName=acct;AccountKey=KEY | the endpoint"
            + " has a user, a query or a fragment; expected scheme, host and path alone, and a SAS"
            + " token in a setting of its own",
        "AccountName=acct;AccountKey=KEY! | the account key is no base64: a character in it is none"
            + " of A-Z, a-z, 0-9, +, / and =; expected it as the portal shows it, some 88 characters",
        "AccountName=acct;KEY | part 2 of the connection string begins with none of the names that"
            + " are known; expected DefaultEndpointsProtocol, AccountName, AccountKey,"
            + " SharedAccessSignature, BlobEndpoint, EndpointSuffix, UseDevelopmentStorage, each"
            + " with = and a value, and semicolons between them",
      })
  void mistakesAreToldWithoutValues(String text, String message) {
    refused(text, message);
  }

  @ParameterizedTest
  @CsvSource({"'AccountName=acct;\nAccountKey=KEY'", "'AccountName=acct;AccountKey=KEY\r\n;'"})
  void lineBreaksInsideAreRefused(String text) {
    refused(text, "the connection string has a line break or another control character in it");
  }

  private static void refused(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> account(text).name());
    assertEquals(message, e.getMessage());
    Canaries.assertHidden(e);
  }
}
