// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;

/** No secret comes out of the service in words: not in logs, settings, help, or complaints. */
class SecretsTest {
  /** The base 64 of a text with a canary in it, as an account's key. */
  private static final String KEY =
      "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeS0wMDE5Nzg2NA==";

  private static final String SIGNATURE = "sigcanary%2Bsigcanary%3D";
  private static final String SAS = "sv=2025-11-05&ss=b&srt=sco&sp=rwdlac&sig=" + SIGNATURE;

  private static final List<String> NEVER =
      List.of(KEY.substring(2, 14), "sigcanary", "signingcanary", "tokencanary", "clientcanary");

  @TempDir private Path scratch;

  @BeforeEach
  void makeFiles() throws Exception {
    Files.createDirectory(scratch.resolve("disk0"));
    secret("account", KEY);
    secret("sas", SAS);
    secret("signing", "signingcanary-signingcanary");
    secret("system", "tokencanary-system");
    secret("management", "tokencanary-management");
  }

  private void secret(String name, String text) throws Exception {
    Path file = Files.writeString(scratch.resolve(name), text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private List<String> flags(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-volume",
                scratch.resolve("disk0").toString(),
                "-blob-signing-key-file",
                scratch.resolve("signing").toString(),
                "-data-manager-token-file",
                scratch.resolve("system").toString(),
                "-management-token-file",
                scratch.resolve("management").toString(),
                "-enforce-permissions"));
    all.addAll(List.of(more));
    return all;
  }

  private static void assertHidden(String text) {
    String all = text.toLowerCase(Locale.ROOT);
    for (String secret : NEVER) {
      assertFalse(all.contains(secret.toLowerCase(Locale.ROOT)), text);
    }
  }

  private static void assertHidden(Ran ran) {
    assertHidden(ran.out());
    assertHidden(ran.err());
  }

  @Test
  void dumpedSettingsNameTheFilesAndShowNoSecret() throws Exception {
    String account = scratch.resolve("account").toString();
    Ran ran =
        Ran.with(
            flags(
                "-azure-storage-account-name",
                "account",
                "-azure-storage-account-key-file",
                account,
                "-azure-storage-container-volume",
                "one",
                "-azure-storage-account-key=" + KEY,
                "-azure-storage-account-key-file=",
                "-azure-storage-container-volume",
                "two",
                "-dump-config"));
    assertHidden(ran);
    Ran two =
        Ran.with(
            flags(
                "-azure-storage-account-name",
                "account",
                "-azure-storage-sas-token",
                SAS,
                "-azure-storage-container-volume",
                "two",
                "-dump-config"));
    assertHidden(two);
    assertEquals(0, two.code(), two.err());
    assertTrue(two.out().contains("storage-sas-token: <redacted>"), two.out());
    assertTrue(
        two.out().contains("blob-signing-key-file: " + scratch.resolve("signing")), two.out());
    Ran three =
        Ran.with(
            flags(
                "-azure-storage-connection-string",
                "AccountName=account;AccountKey=" + KEY + ";EndpointSuffix=core.windows.net",
                "-azure-storage-container-volume",
                "three",
                "-dump-config"));
    assertHidden(three);
    assertEquals(0, three.code(), three.err());
  }

  @Test
  void helpAndComplaintsShowNoSecret() {
    assertHidden(Ran.with(flags("-azure-storage-sas-token", SAS, "-help")));
    assertHidden(Ran.with(flags("-azure-storage-sas-tokn", SAS)));
    assertHidden(Ran.with(flags("-azure-storage-account-key", KEY, KEY)));
    assertHidden(Ran.with(flags("-s3-secret-key-file=tokencanary")));
    assertHidden(Ran.with(flags("-azure-storage-connection-string", "AccountKey=" + KEY)));
  }

  @Test
  void startThatFailsOnAnAccountShowsNoSecret() throws Exception {
    // Takes connections, and says nothing.
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + deaf.getLocalPort() + "/account";
      for (List<String> credential :
          List.of(
              List.of("-azure-storage-account-key-file", scratch.resolve("account").toString()),
              List.of("-azure-storage-sas-token-file", scratch.resolve("sas").toString()))) {
        List<String> all =
            flags("-azure-storage-account-name", "account", "-azure-storage-endpoint", endpoint);
        all.addAll(List.of("-azure-max-attempts", "1", "-azure-list-blobs-max-attempts", "1"));
        all.addAll(List.of("-azure-progress-limit", "300ms", "-azure-control-limit", "300ms"));
        all.addAll(credential);
        all.addAll(List.of("-azure-storage-container-volume", "keep", "-listen", "127.0.0.1:0"));
        Ran ran = Ran.with(all);
        ran.assertCannotStart("/keep");
        assertHidden(ran);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void logsShowNoSecretWhateverClientsSend(String format) throws Exception {
    byte[] block = "a block".getBytes(UTF_8);
    String path = "/" + BlockHash.of(block);
    try (ChildService service =
        ChildService.start(scratch, List.of(), flags("-log-format", format))) {
      String signed;
      try (RawConnection client = new RawConnection(service.port())) {
        var headers = Map.of("Authorization", "Bearer v2/clientcanary/clientcanary");
        signed = client.request("PUT", path, headers, block).answer().text().strip();
        assertTrue(signed.contains("+A"), signed);
        assertEquals(
            200, client.request("GET", "/" + signed, headers, new byte[0]).answer().status());
        for (String method : List.of("GET", "TOUCH", "DELETE")) {
          for (String token : List.of("OAuth2 clientcanary", "Bearer tokencanary-system", "x")) {
            var wrong = Map.of("Authorization", token, "X-Request-Id", "token canary");
            String target = "/" + signed.replace("+A", "+A0");
            int unused = client.request(method, target, wrong, new byte[0]).answer().status();
          }
        }
        for (String target :
            List.of("/index", "/metrics", "/_health/ping", "/?api_token=clientcanary")) {
          var token = Map.of("Authorization", "OAuth2 clientcanary");
          int unused = client.request("GET", target, token, new byte[0]).answer().status();
        }
      }
      for (String broken :
          List.of(
              "GET / HTTP/1.1\r\nAuthorization: Bearer clientcanary\r\nbroken\r\n\r\n",
              "GET / HTTP/1.1\r\nHost: a\r\nAuthorization clientcanary\r\n\r\n",
              "GET /%zz HTTP/1.1\r\nHost: a\r\nAuthorization: OAuth2 clientcanary\r\n\r\n",
              "PUT " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: clientcanary\r\n\r\n",
              "GET / HTTP/9.9\r\nHost: clientcanary\r\n\r\n",
              "clientcanary\r\n\r\n")) {
        try (RawConnection client = new RawConnection(service.port())) {
          int status = client.send(broken).answer().status();
          assertTrue(status >= 400, broken);
        }
      }
      assertEquals(0, service.stop());
      assertHidden(service.log());
      String signature = signed.replaceAll(".*\\+A([0-9a-f]{40})@.*", "$1");
      assertEquals(40, signature.length());
      assertFalse(service.log().contains(signature.substring(0, 20)), service.log());
      assertTrue(service.log().contains("+A<redacted>@"), service.log());
    }
  }
}
