// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobContainerClientBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.config.Secret;
import reactor.core.publisher.Mono;

/** Accounts: what makes one, what each says of itself, and that none shows its secret. */
final class AzureAccountTest {
  private static final Secret KEY = Secret.of(Canaries.KEY);
  private static final TokenCredential TOKEN = request -> Mono.empty();

  private static void refused(String message, Supplier<?> attempt) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, attempt::get);
    assertEquals(message, e.getMessage());
    Canaries.assertHidden(e);
  }

  /** Returns the one request that a client of the account makes. */
  private static HttpRequest request(AzureAccount account) {
    List<HttpRequest> requests = new ArrayList<>();
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .containerName("blocks")
            .httpClient(
                request -> {
                  requests.add(request);
                  return Mono.<HttpResponse>empty();
                });
    account.applyTo(builder);
    builder.buildAsyncClient().exists().block();
    assertEquals(1, requests.size());
    return requests.get(0);
  }

  private static String authorization(AzureAccount account) {
    String header =
        request(account).getHeaders().stream()
            .filter(one -> one.getName().equalsIgnoreCase("Authorization"))
            .findFirst()
            .orElseThrow()
            .getValue();
    return header.substring(0, header.indexOf(':'));
  }

  @Test
  void keySignsRequests() {
    assertEquals("SharedKey acct", authorization(AzureAccount.withKey("acct", KEY)));
    assertEquals("SharedKey devstoreaccount1", authorization(AzureAccount.emulator()));
  }

  @Test
  void whiteSpaceAroundAKeyIsTakenOff() {
    assertEquals(
        "SharedKey acct",
        authorization(AzureAccount.withKey("acct", Secret.of(" " + Canaries.KEY + "\r\n"))));
  }

  @Test
  void sasTokenIsInTheUrlWithOneQuestionMark() {
    for (String token : List.of(Canaries.SAS, Canaries.SAS.substring(1), Canaries.SAS + "\n")) {
      String url = request(AzureAccount.withSas("acct", Secret.of(token))).getUrl().toString();
      assertEquals(
          "https://acct.blob.core.windows.net/blocks?restype=container&"
              + Canaries.SAS.substring(1),
          url);
    }
  }

  @Test
  void sasTokenGoesToAnEndpointThatTheClientMisreads() {
    AzureAccount account =
        AzureAccount.withSas("acct", Secret.of(Canaries.SAS))
            .withEndpoint(URI.create("http://blobs.example.com/acct"));
    assertEquals(
        "http://blobs.example.com/acct/blocks?restype=container&" + Canaries.SAS.substring(1),
        request(account).getUrl().toString());
  }

  @Test
  void renewedSasTokenIsUsed() {
    AzureSasCredential credential = new AzureSasCredential("sig=old");
    AzureAccount account = AzureAccount.withSasCredential("acct", credential);
    AzureSasCredential unused = credential.update("sig=new");
    assertEquals(
        "https://acct.blob.core.windows.net/blocks?restype=container&sig=new",
        request(account).getUrl().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "ab, is \"ab\"",
    "Account, is \"Account\"",
    "my-account, is \"my-account\"",
    "aaaaaaaaaaaaaaaaaaaaaaaaa, is \"aaaaaaaaaaaaaaaaaaaaaaaaa\"",
    "a=b, 'has 3 characters, some of them others'",
    "'', 'has 0 characters, some of them others'",
  })
  void nameIsJudged(String name, String wrong) {
    refused(
        "account name " + wrong + "; expected 3 to 24 lower-case letters and digits",
        () -> AzureAccount.withKey(name, KEY));
  }

  @Test
  void nameThatIsASecretIsNotShown() {
    refused(
        "account name has 88 characters, some of them others; expected 3 to 24 lower-case letters"
            + " and digits",
        () -> AzureAccount.withKey(Canaries.KEY, KEY));
  }

  @Test
  void keyMustBeBase64() {
    String how = "; expected it as the portal shows it, some 88 characters";
    refused("the account key is empty", () -> AzureAccount.withKey("acct", Secret.of("\n")));
    refused(
        "the account key is no base64: a character in it is none of A-Z, a-z, 0-9, +, / and ="
            + how,
        () -> AzureAccount.withKey("acct", Secret.of(Canaries.KEY.replace('M', '!'))));
    refused(
        "the account key is no base64: a character in it is none of A-Z, a-z, 0-9, +, / and ="
            + how,
        () -> AzureAccount.withKey("acct", Secret.of("AAAA\n" + Canaries.KEY)));
    refused(
        "the account key is no base64: its end is missing, or something follows it" + how,
        () ->
            AzureAccount.withKey(
                "acct", Secret.of(Canaries.KEY.substring(0, Canaries.KEY.length() - 3))));
  }

  @Test
  void sasTokenMustBeOne() {
    refused("the SAS token is empty", () -> AzureAccount.withSas("acct", Secret.of("?")));
    refused(
        "the SAS token has no signature; expected parameters with & between them, sig= among them",
        () -> AzureAccount.withSas("acct", KEY));
    refused(
        "the SAS token is a URL; expected what follows its question mark",
        () ->
            AzureAccount.withSas(
                "acct", Secret.of("https://acct.blob.core.windows.net/" + Canaries.SAS)));
    refused(
        "the SAS token has white space or other characters that no token has",
        () -> AzureAccount.withSas("acct", Secret.of(Canaries.SAS.replace("&sp", "\n&sp"))));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://acct.example.com,"
        + " 'not http or https and a host; expected it as https://acct.blob.core.windows.net'",
    "acct.blob.core.windows.net,"
        + " 'not http or https and a host; expected it as https://acct.blob.core.windows.net'",
    "http://azurite:10000, 'http://azurite:10000; expected the account''s name behind this host, as"
        + " in http://azurite:10000/acct'",
    "http://127.0.0.1:10000/, 'http://127.0.0.1:10000/; expected the account''s name behind this"
        + " host, as in http://127.0.0.1:10000/acct'",
    "http://azurite:10000/other, 'http://azurite:10000/other; expected nothing behind the host but"
        + " the account''s name, acct'",
    "https://acct.blob.core.windows.net/blocks, 'https://acct.blob.core.windows.net/blocks; expected"
        + " nothing behind the host but the account''s name, acct'",
    "https://other.blob.core.windows.net,"
        + " 'https://other.blob.core.windows.net, which is of another account than acct'",
  })
  void endpointIsJudged(String endpoint, String wrong) {
    refused(
        "the endpoint is " + wrong,
        () -> AzureAccount.withKey("acct", KEY).withEndpoint(URI.create(endpoint)));
  }

  @Test
  void endpointWithATokenIsNotShown() {
    refused(
        "the endpoint has a user, a query or a fragment; expected scheme, host and path alone, and a"
            + " SAS token in a setting of its own",
        () ->
            AzureAccount.withKey("acct", KEY)
                .withEndpoint(URI.create("https://acct.example.com/" + Canaries.SAS)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://core.windows.net, 'expected the end of a host name, such as core.windows.net'",
    "windows, 'expected the end of a host name, such as core.windows.net'",
    "blob.core.windows.net, 'expected it without blob, as core.windows.net'",
  })
  void suffixIsJudged(String suffix, String expected) {
    refused(
        "the endpoint suffix is \"" + suffix + "\"; " + expected,
        () -> AzureAccount.withKey("acct", KEY).withSuffix(suffix));
  }

  @Test
  void tokensGoOverHttpsOnly() {
    String reason =
        "; expected https, since a token sent over http can be read and used by everybody on the"
            + " way";
    AzureAccount account = AzureAccount.withToken("acct", TOKEN);
    assertEquals("https://acct.blob.core.windows.net", account.blobEndpoint().toString());
    refused(
        "the endpoint is http://azurite:10000/acct" + reason,
        () -> account.withEndpoint(URI.create("http://azurite:10000/acct")));
    AzureAccount emulator = AzureAccount.withToken("devstoreaccount1", TOKEN);
    refused(
        "the endpoint is http://127.0.0.1:10000/devstoreaccount1" + reason, emulator::blobEndpoint);
    assertEquals(
        "https://127.0.0.1:10000/devstoreaccount1",
        emulator
            .withEndpoint(URI.create("https://127.0.0.1:10000/devstoreaccount1"))
            .blobEndpoint()
            .toString());
  }

  @Test
  void textTellsNoSecret() {
    for (AzureAccount account :
        List.of(
            AzureAccount.withKey("acct", KEY),
            AzureAccount.withSas("acct", Secret.of(Canaries.SAS)),
            AzureAccount.withSasCredential("acct", new AzureSasCredential(Canaries.SAS)),
            AzureAccount.withToken("acct", TOKEN))) {
      Canaries.assertHidden(account.toString());
      Canaries.assertHidden(account.deviceId("blocks", BlobNaming.plain()));
      assertEquals("acct", account.name());
    }
  }

  @Test
  void deviceIsTheSameForEachWayToWriteOnePlace() {
    AzureAccount account = AzureAccount.withKey("acct", KEY);
    for (AzureAccount one :
        List.of(
            account,
            account.withSuffix("core.windows.net"),
            account.withSuffix("Core.Windows.Net"),
            account.withEndpoint(URI.create("https://acct.blob.core.windows.net/")),
            account.withEndpoint(URI.create("HTTPS://acct.blob.core.windows.net:443")),
            account.withEndpoint(URI.create("http://acct.blob.core.windows.net")))) {
      assertEquals(
          "azure://core.windows.net/acct/blocks", one.deviceId("blocks", BlobNaming.plain()));
    }
  }

  @Test
  void devicesDifferByPlaceContainerAndNaming() {
    AzureAccount account = AzureAccount.withKey("acct", KEY);
    BlobNaming plain = BlobNaming.plain();
    assertEquals(
        "azure://core.chinacloudapi.cn/acct/blocks",
        account.withSuffix("core.chinacloudapi.cn").deviceId("blocks", plain));
    assertEquals(
        "azure://azurite:10000/acct/blocks",
        account.withEndpoint(URI.create("http://azurite:10000/acct")).deviceId("blocks", plain));
    assertEquals(
        "azure://127.0.0.1:10000/devstoreaccount1/blocks",
        AzureAccount.emulator().deviceId("blocks", plain));
    assertEquals(
        "azure://core.windows.net/acct/blocks/keep/;sharded",
        account.deviceId("blocks", plain.withPrefix("keep/").sharded()));
    assertEquals(
        "azure://core.windows.net/acct/blocks/keep/",
        account.deviceId("blocks", plain.withPrefix("keep/")));
  }

  /** Of prefixes that end as ids do. */
  @Test
  void devicesDifferByNamingWhateverThePrefix() {
    AzureAccount account = AzureAccount.withKey("acct", KEY);
    List<String> ids = new ArrayList<>();
    String base = "azure://core.windows.net/acct/blocks";
    for (String prefix :
        List.of(
            "",
            "keep",
            "keep;",
            "keep;sharded",
            "keep;plain",
            "keep;sharded;plain",
            "keep;plain;plain",
            "keep;plain;sharded",
            "keep;sharded;sharded",
            ";sharded",
            ";plain")) {
      BlobNaming naming = BlobNaming.plain().withPrefix(prefix);
      ids.add(account.deviceId("blocks", naming));
      ids.add(account.deviceId("blocks", naming.sharded()));
    }
    assertEquals(ids.stream().distinct().toList(), ids);
    assertEquals(base + "/keep;", ids.get(4));
    assertEquals(base + "/keep;sharded;plain", ids.get(6));
  }

  @Test
  void endpointAndSuffixReplaceEachOther() {
    AzureAccount account = AzureAccount.withKey("acct", KEY).withSuffix("core.chinacloudapi.cn");
    AzureAccount moved = account.withEndpoint(URI.create("https://blobs.example.com"));
    assertEquals("https://blobs.example.com", moved.blobEndpoint().toString());
    assertEquals(
        "https://acct.blob.core.usgovcloudapi.net",
        moved.withSuffix("core.usgovcloudapi.net").blobEndpoint().toString());
  }
}
