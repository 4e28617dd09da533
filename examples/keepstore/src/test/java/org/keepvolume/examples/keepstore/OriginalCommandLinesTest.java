// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;

/**
 * The command lines of the original's manual start a service that works.
 *
 * <p>They stand here as they stand there, but for what must differ: directories below one of the
 * test in place of {@code /data}, containers in lower case, as the service wants them, and the
 * emulator's address before the containers of each account.
 */
class OriginalCommandLinesTest {
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  private static final String LOCAL =
      """
       -volume /data/disk0 -volume /data/disk1
      """;

  private static final String ONE_ACCOUNT =
      """
       -readonly \\
       -volume /data/disk0 -volume /data/disk1 \\
       -readonly=false \\
       -azure-storage-account-key-file ./exampleaccountname.key \\
       -azure-storage-account-name exampleaccountname \\
       -azure-storage-endpoint @exampleaccountname \\
       -azure-storage-container-volume examplecontainername
      """;

  private static final String TWO_ACCOUNTS =
      """
       -readonly \\
       -volume /data/disk0 -volume /data/disk1 \\
       -readonly=false \\
       -azure-storage-account-key-file ./firstaccount.key \\
       -azure-storage-account-name firstaccount \\
       -azure-storage-endpoint @firstaccount \\
       -azure-storage-container-volume containera \\
       -azure-storage-container-volume containerb \\
       -azure-storage-container-volume containerc \\
       -azure-storage-account-key-file ./secondaccount.key \\
       -azure-storage-account-name secondaccount \\
       -azure-storage-endpoint @secondaccount \\
       -azure-storage-container-volume containerx \\
       -azure-storage-container-volume containery \\
       -azure-storage-container-volume containerz
      """;

  @TempDir private Path scratch;

  @BeforeEach
  void makeDisks() throws Exception {
    Files.createDirectory(scratch.resolve("disk0"));
    Files.createDirectory(scratch.resolve("disk1"));
  }

  /** Makes an account's containers and its key file, with which the manual begins. */
  private void setUp(String account, String... containers) throws Exception {
    TestAzurite.Account made = TestAzurite.account(account);
    made.writeKey(scratch.resolve(account + ".key"));
    for (String container : containers) {
      made.create(container);
    }
  }

  private List<String> words(String command) throws Exception {
    List<String> words = new ArrayList<>();
    for (String word : WORDS.split(command.replace("\\\n", " "))) {
      words.add(
          word.startsWith("/data/")
              ? scratch.resolve(word.substring("/data/".length())).toString()
              : word.startsWith("@")
                  ? TestAzurite.account(word.substring(1)).endpoint().toString()
                  : word);
    }
    return words;
  }

  /** Starts it, stores a block and reads it, and returns what it says of its volumes. */
  private List<String> serve(String command) throws Exception {
    try (ChildService service = ChildService.start(scratch, List.of(), words(command))) {
      byte[] block = ("stored by " + command).getBytes(UTF_8);
      String path = "/" + BlockHash.of(block);
      try (RawConnection client = new RawConnection(service.port())) {
        RawConnection.Answer put = client.request("PUT", path, Map.of(), block).answer();
        assertEquals(200, put.status(), service.log());
        assertEquals(path.substring(1) + "+" + block.length + "\n", put.text());
        RawConnection.Answer got = client.request("GET", path, Map.of(), new byte[0]).answer();
        assertEquals(ByteBuffer.wrap(block), got.body());
      }
      assertEquals(0, service.stop(), service.log());
      assertTrue(service.log().contains(" INFO memory for blocks: "), service.log());
      return service.lines().stream()
          .filter(line -> line.contains(" INFO volume "))
          .map(line -> line.replaceFirst(".* INFO ", "").replaceAll(" (uuid|serialized)=\\S+", ""))
          .map(line -> line.replace(scratch.toString(), "/data"))
          .toList();
    }
  }

  private void assertVolume(String line, int number, int of, String place, boolean writes) {
    assertTrue(line.startsWith("volume " + number + " of " + of + ": "), line);
    assertTrue(line.contains(place), line);
    assertEquals(writes, line.contains(" rights=\"read, write\" "), line);
    assertEquals(!writes, line.contains(" rights=read "), line);
  }

  @Test
  void localVolumes() throws Exception {
    List<String> volumes = serve(LOCAL);
    assertEquals(2, volumes.size());
    assertVolume(volumes.get(0), 1, 2, "/data/disk0", true);
    assertVolume(volumes.get(1), 2, 2, "/data/disk1", true);
  }

  @Test
  @Tag("slow")
  void readOnlyDisksAndContainerThatIsWritten() throws Exception {
    setUp("exampleaccountname", "examplecontainername");
    List<String> volumes = serve(ONE_ACCOUNT);
    assertEquals(3, volumes.size());
    assertVolume(volumes.get(0), 1, 3, "/data/disk0", false);
    assertVolume(volumes.get(1), 2, 3, "/data/disk1", false);
    assertVolume(volumes.get(2), 3, 3, "/exampleaccountname/examplecontainername ", true);
    assertTrue(volumes.get(2).contains(" replication=3"), volumes.get(2));
  }

  @Test
  @Tag("slow")
  void containersOfTwoAccountsInTheOrderOfTheirFlags() throws Exception {
    setUp("firstaccount", "containera", "containerb", "containerc");
    setUp("secondaccount", "containerx", "containery", "containerz");
    List<String> volumes = serve(TWO_ACCOUNTS);
    assertEquals(8, volumes.size());
    assertVolume(volumes.get(0), 1, 8, "/data/disk0", false);
    assertVolume(volumes.get(1), 2, 8, "/data/disk1", false);
    int number = 3;
    for (String letter : List.of("a", "b", "c", "x", "y", "z")) {
      String account = "abc".contains(letter) ? "firstaccount" : "secondaccount";
      String place = "/" + account + "/container" + letter + " ";
      assertVolume(volumes.get(number - 1), number++, 8, place, true);
    }
  }
}
