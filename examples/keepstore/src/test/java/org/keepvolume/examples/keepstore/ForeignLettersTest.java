// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.io.BaseEncoding;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.RawConnection.Answer;

/** Tokens and keys with letters beyond ASCII are the bytes of their files, and of the header. */
class ForeignLettersTest {
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String HASH = BlockHash.of(BLOCK).toString();

  /** The default lifetime of signatures, two weeks. */
  private static final String TTL = "127500";

  @TempDir private Path scratch;

  private String secret(String name, String text) throws Exception {
    Path file = Files.writeString(scratch.resolve(name), text + "\n", UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @Test
  void tokensAndKeysMatchByteForByte() throws Exception {
    List<String> flags =
        List.of(
            "-volume",
            Files.createDirectory(scratch.resolve("disk")).toString(),
            "-data-manager-token-file",
            secret("system", "t\u00f6k\u00e9n"),
            "-management-token-file",
            secret("management", "\u00fcberwacht"),
            "-blob-signing-key-file",
            secret("signing", "schl\u00fcssel\u20ac"),
            "-enforce-permissions");
    try (ChildService service = ChildService.start(scratch, List.of(), flags);
        RawConnection client = new RawConnection(service.port())) {
      assertEquals(200, get(client, "/index", "OAuth2 t\u00f6k\u00e9n", UTF_8).status());
      assertEquals(401, get(client, "/index", "OAuth2 t\u00f6k\u00e9n", ISO_8859_1).status());
      assertEquals(401, get(client, "/index", "OAuth2 t?k?n", UTF_8).status());
      assertEquals(200, get(client, "/metrics", "Bearer \u00fcberwacht", UTF_8).status());
      assertEquals(403, get(client, "/metrics", "Bearer \u00fcberwacht", ISO_8859_1).status());
      String token = "v2/kl\u00efent/\u0137\u20ac";
      String signed =
          client
              .request("PUT", "/" + HASH, header("Bearer " + token, UTF_8), BLOCK)
              .answer()
              .text()
              .strip();
      String expiry = signed.substring(signed.indexOf('@') + 1);
      assertEquals(HASH + "+7+A" + signature(token, expiry) + "@" + expiry, signed);
      assertEquals(200, get(client, "/" + signed, "Bearer " + token, UTF_8).status());
      assertEquals(403, get(client, "/" + signed, "Bearer v2/kl?ent/??", UTF_8).status());
    }
  }

  /** Signs as the original does, which knows bytes alone. */
  private static String signature(String token, String expiry) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec("schl\u00fcssel\u20ac".getBytes(UTF_8), "HmacSHA1"));
    String text = HASH + "@" + token + "@" + expiry + "@" + TTL;
    return BaseEncoding.base16().lowerCase().encode(mac.doFinal(text.getBytes(UTF_8)));
  }

  private static Answer get(RawConnection client, String path, String credential, Charset as)
      throws Exception {
    return client.request("GET", path, header(credential, as), new byte[0]).answer();
  }

  /** The connection sends a byte for each character. */
  private static Map<String, String> header(String credential, Charset as) {
    return Map.of("Authorization", new String(credential.getBytes(as), ISO_8859_1));
  }
}
