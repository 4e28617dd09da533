// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.RawConnection.Answer;

/** Where people write other digits, machines are told those of ASCII all the same. */
class ForeignDigitsTest {
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String PATH = "/" + BlockHash.of(BLOCK);

  @TempDir private Path scratch;

  private String secret(String text) throws Exception {
    Path file = Files.writeString(scratch.resolve(text), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @Test
  void answersAndTheirLinesInTheLogHaveTheDigitsOfAscii() throws Exception {
    List<String> persian = List.of("-Duser.language=fa", "-Duser.country=IR");
    List<String> flags =
        List.of(
            "-volume",
            Files.createDirectory(scratch.resolve("disk")).toString(),
            "-data-manager-token-file",
            secret("system"),
            "-blob-signing-key-file",
            secret("signing"),
            "-never-delete=false");
    try (ChildService service = ChildService.start(scratch, persian, flags);
        RawConnection client = new RawConnection(service.port())) {
      String signed = ascii(client, "PUT", PATH);
      assertTrue(signed.matches("[0-9a-f]{32}\\+7\\+A[0-9a-f]{40}@[0-9a-f]{8}\n"), signed);
      assertTrue(ascii(client, "GET", "/index").matches("[0-9a-f]{32}\\+7 [0-9]{19}\n\n"));
      for (String page : List.of("/mounts", "/status.json", "/metrics")) {
        assertTrue(ascii(client, "GET", page).length() > 1, page);
      }
      assertEquals(
          "{\"copies_deleted\":0,\"copies_failed\":0}\n", ascii(client, "DELETE", PATH), "young");
      assertEquals(0, service.stop());
      List<String> responses =
          service.lines().stream().filter(line -> line.contains(" response ")).toList();
      assertEquals(6, responses.size(), service.log());
      assertAscii(service.log());
    }
  }

  private static String ascii(RawConnection client, String method, String path) throws Exception {
    var admin = Map.of("Authorization", "OAuth2 system");
    byte[] body = method.equals("PUT") ? BLOCK : new byte[0];
    Answer answer = client.request(method, path, admin, body).answer();
    assertEquals(200, answer.status(), answer.text());
    assertAscii(answer.headers() + answer.text());
    return answer.text();
  }

  private static void assertAscii(String text) {
    assertTrue(text.chars().allMatch(c -> c < 128), text);
  }
}
