// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.posix.PosixVolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** The command lines of the original's manual, as they stand there. */
final class OriginalCommandLinesTest {
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("keepstore", "A service").build();

  private static final String LOCAL =
      """
      keepstore \\
       -volume /data/disk0 -volume /data/disk1
      """;

  private static final String ONE_ACCOUNT =
      """
      keepstore \\
       -readonly \\
       -volume /data/disk0 -volume /data/disk1 \\
       -readonly=false \\
       -azure-storage-account-key-file ./exampleaccountname.key \\
       -azure-storage-account-name exampleaccountname \\
       -azure-storage-container-volume examplecontainername
      """;

  private static final String TWO_ACCOUNTS =
      """
      keepstore \\
       -readonly \\
       -volume /data/disk0 -volume /data/disk1 \\
       -readonly=false \\
       -azure-storage-account-key-file ./firstaccount.key \\
       -azure-storage-account-name firstaccount \\
       -azure-storage-container-volume containerA \\
       -azure-storage-container-volume containerB \\
       -azure-storage-container-volume containerC \\
       -azure-storage-account-key-file ./secondaccount.key \\
       -azure-storage-account-name secondaccount \\
       -azure-storage-container-volume containerX \\
       -azure-storage-container-volume containerY \\
       -azure-storage-container-volume containerZ
      """;

  private final VolumeProviders providers =
      VolumeProviders.of(new PosixVolumeProvider(), new AzureVolumeProvider());

  private List<VolumeSpec> volumes(String command) throws ConfigException {
    List<String> words = List.of(command.replace("\\\n", " ").trim().split("\\s+"));
    ParsedFlags flags =
        VolumeFlags.parse(words.subList(1, words.size()), providers.schemas(), APPLICATION);
    assertEquals(List.of(), flags.warnings());
    return flags.volumes();
  }

  /** Writes what matters of a volume: who may do what where, and what opens it. */
  private static String describe(VolumeSpec volume) {
    VolumeConfig config = volume.config();
    String access = volume.options().access() == Access.READ_ONLY ? "reads " : "writes ";
    if (!config.schema().type().equals("azure")) {
      return access + config;
    }
    return access
        + config.get(AzureKeys.CONTAINER)
        + " of "
        + config.get(AccountKeys.NAME)
        + " by "
        + config.get(AccountKeys.KEY_FILE).path()
        + " x"
        + volume.options().replication();
  }

  @Test
  void localVolumes() throws Exception {
    assertEquals(
        List.of("writes posix{root=/data/disk0}", "writes posix{root=/data/disk1}"),
        volumes(LOCAL).stream().map(OriginalCommandLinesTest::describe).toList());
  }

  @Test
  void readOnlyDisksAndOneContainer() throws Exception {
    assertEquals(
        List.of(
            "reads posix{root=/data/disk0}",
            "reads posix{root=/data/disk1}",
            "writes examplecontainername of exampleaccountname by ./exampleaccountname.key x3"),
        volumes(ONE_ACCOUNT).stream().map(OriginalCommandLinesTest::describe).toList());
  }

  @Test
  void eachAccountOpensTheContainersBehindItAlone() throws Exception {
    List<String> expected =
        new ArrayList<>(List.of("reads posix{root=/data/disk0}", "reads posix{root=/data/disk1}"));
    for (String letter : List.of("A", "B", "C")) {
      expected.add("writes container" + letter + " of firstaccount by ./firstaccount.key x3");
    }
    for (String letter : List.of("X", "Y", "Z")) {
      expected.add("writes container" + letter + " of secondaccount by ./secondaccount.key x3");
    }
    assertEquals(
        expected, volumes(TWO_ACCOUNTS).stream().map(OriginalCommandLinesTest::describe).toList());
  }

  @Test
  void namesThatNoServiceTakesAreToldWithThoseThatWereMeant() throws Exception {
    List<VolumeSpec> volumes = volumes(TWO_ACCOUNTS);
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> providers.validate(volumes.subList(2, volumes.size()), warning -> {}));
    List<String> expected = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "x", "y", "z")) {
      expected.add(
          "container-name: expected 3 to 63 characters, lower case, digits, and single dashes"
              + " between them; did you mean container"
              + name
              + "?");
      String account = "abc".contains(name) ? "firstaccount" : "secondaccount";
      expected.add(
          "storage-account-key-file: ./"
              + account
              + ".key does not exist, seen from "
              + Path.of("").toAbsolutePath());
    }
    assertEquals(expected, e.problems().stream().map(ConfigProblem::what).toList());
  }

  @Test
  void replicationHoldsForTheVolumesThatFollowAndRangesForAll() throws Exception {
    List<VolumeSpec> volumes =
        volumes(
            """
            keepstore -azure-storage-account-name devstoreaccount1 \\
             -azure-storage-container-volume one -azure-storage-replication 5 \\
             -azure-storage-container-volume two -azure-max-get-bytes 1048576
            """);
    assertEquals(
        List.of(3, 5), volumes.stream().map(volume -> volume.options().replication()).toList());
    for (VolumeSpec volume : volumes) {
      assertEquals(1 << 20, AzureKeys.options(volume.config()).maxGetBytes());
    }
  }
}
