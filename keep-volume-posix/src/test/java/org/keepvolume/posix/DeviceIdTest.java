// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device id, from made-up tables of mounts and devices. */
class DeviceIdTest {
  private static final String UUID = "fa0b6166-3b55-4994-bd3f-92f4e00a1bb0";
  private static final String OTHER_UUID = "0d5bb5c5-6f5e-4a3c-9c1b-3b0a2f1f2b1e";
  private static final String ROOT_LINE = "21 1 254:1 / / rw,relatime - overlay overlay rw";

  @TempDir Path system;

  private Path uuids;
  private Path disk;
  private Path otherDisk;

  @BeforeEach
  void makeDevices() throws IOException {
    uuids = Files.createDirectory(system.resolve("by-uuid"));
    disk = Files.createFile(system.resolve("sda1"));
    otherDisk = Files.createFile(system.resolve("sdb1"));
    Files.createSymbolicLink(uuids.resolve("dangling"), Path.of("../sdz9"));
    Files.createSymbolicLink(uuids.resolve(UUID), Path.of("../sda1"));
    Files.createSymbolicLink(uuids.resolve(OTHER_UUID), otherDisk);
  }

  @Test
  void isTheUuidAndThePathBelowTheMountPoint() throws IOException {
    assertEquals(UUID + "/keep", id("/data/disk0/keep", mount("/data/disk0", disk)));
    assertEquals(UUID + "/a/b c", id("/data/disk0/a/b c", mount("/data/disk0", disk)));
    assertEquals(UUID + "/data/disk0", id("/data/disk0", mount("/", disk)));
  }

  @Test
  void isTheBareUuidWhereTheRootIsTheMountPoint() throws IOException {
    assertEquals(UUID, id("/data/disk0", mount("/data/disk0", disk)));
    assertEquals(UUID, id("/", mount("/", disk)));
  }

  @Test
  void theInnermostMountCounts() throws IOException {
    String outer = mount("/data", disk);
    String inner = mount("/data/disk0", otherDisk);
    assertEquals(OTHER_UUID + "/keep", id("/data/disk0/keep", outer, inner));
    assertEquals(OTHER_UUID + "/keep", id("/data/disk0/keep", inner, outer));
    assertEquals(UUID + "/disk1", id("/data/disk1", outer, inner));
    // The name has the mount point's as its start, and lies elsewhere.
    assertEquals(UUID + "/disk01", id("/data/disk01", outer, inner));
  }

  @Test
  void theLaterOfTwoMountsAtOnePointCounts() throws IOException {
    String lower = mount("/data/disk0", disk);
    String upper = mount("/data/disk0", otherDisk);
    assertEquals(OTHER_UUID + "/keep", id("/data/disk0/keep", lower, upper));
    assertEquals(UUID + "/keep", id("/data/disk0/keep", upper, lower));
  }

  @ParameterizedTest
  @CsvSource({
    "/data/disk\\0400, /data/disk 0",
    "/data/disk\\0110, /data/disk\t0",
    "/data/disk\\0120, '/data/disk\n0'",
    "/data/disk\\1340, /data/disk\\0",
    "/data/disk\\134040, /data/disk\\040"
  })
  void escapedMountPointsAreUnderstood(String escaped, String point) throws IOException {
    assertEquals(UUID + "/keep", id(point + "/keep", mount(escaped, disk)));
  }

  @Test
  void escapedSourcesAreUnderstood() throws IOException {
    Path blank = Files.createFile(system.resolve("my disk"));
    Files.createSymbolicLink(uuids.resolve("blank"), blank);
    String line = mount("/data", blank).replace("my disk", "my\\040disk");
    assertEquals("blank/keep", id("/data/keep", line));
  }

  @Test
  void optionalFieldsMayBeMissingOrMany() throws IOException {
    String start = "36 35 98:0 / /data rw,noatime ";
    String end = "- ext4 " + disk + " rw";
    assertEquals(UUID + "/keep", id("/data/keep", start + end));
    assertEquals(UUID + "/keep", id("/data/keep", start + "shared:1 master:2 " + end));
  }

  @Test
  void isHostAndRootAsGivenForABindMountOrSubvolume() throws IOException {
    for (String subtree : List.of("/home", "/@")) {
      String line = "36 35 98:0 " + subtree + " /data/disk0 rw - btrfs " + disk + " rw";
      assertEquals("host7:/given", id("/data/disk0/keep", line));
    }
  }

  @Test
  void isHostAndRootAsGivenWithoutADevice() throws IOException {
    for (String source : List.of("tmpfs", "server:/export", "/dev/root-not-there")) {
      String line = "36 35 98:0 / /data/disk0 rw - nfs4 " + source + " rw";
      assertEquals("host7:/given", id("/data/disk0/keep", line));
    }
  }

  @Test
  void isHostAndRootAsGivenWithoutAUuid() throws IOException {
    Path bare = Files.createFile(system.resolve("sdc1"));
    assertEquals("host7:/given", id("/data/disk0/keep", mount("/data/disk0", bare)));
  }

  @Test
  void isHostAndRootAsGivenWithoutAFolderOfUuids() throws IOException {
    uuids = system.resolve("nowhere");
    assertEquals("host7:/given", id("/data/disk0/keep", mount("/data/disk0", disk)));
  }

  @Test
  void isHostAndRootAsGivenWhereNoMountHoldsTheRoot() throws IOException {
    assertEquals("host7:/given", idFrom("/data/keep", List.of(mount("/other", disk))));
    assertEquals("host7:/given", idFrom("/data/keep", List.of()));
  }

  @Test
  void oddLinesAreNoObstacle() throws IOException {
    String[] odd = {
      "",
      "36",
      "36 35 98:0 / /data rw,noatime ext4 " + otherDisk + " rw",
      "36 35 98:0 / /data rw - ext4",
      mount("/data\\000", otherDisk),
      mount("/data", Path.of("/dev/x")).replace("/dev/x", "/dev/\\000")
    };
    for (String line : odd) {
      assertEquals(UUID + "/keep", id("/data/disk0/keep", line, mount("/data/disk0", disk), line));
    }
  }

  @Test
  void mountPointsThatAreNoUtf8AreNoObstacle() throws IOException {
    Path mounts = system.resolve("mountinfo");
    Files.write(mounts, mount("/caf\u00e9", otherDisk).getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(mounts, "\n" + mount("/data/disk0", disk) + "\n", StandardOpenOption.APPEND);
    Path real = Path.of("/data/disk0/keep");
    Path hostname = Files.writeString(system.resolve("hostname"), "host7\n");
    assertEquals(UUID + "/keep", DeviceId.of(real, real, mounts, uuids, hostname));
  }

  @Test
  void withoutProcTheHostIsAskedByOtherMeans() throws IOException {
    Path real = Path.of("/data/disk0/keep");
    Path missing = system.resolve("missing");
    String host = InetAddress.getLocalHost().getHostName();
    assertEquals(host + ":/given", DeviceId.of(Path.of("/given"), real, missing, missing, missing));
  }

  private static String mount(String point, Path source) {
    return "36 35 98:0 / "
        + point
        + " rw,noatime shared:1 - ext4 "
        + source
        + " rw,errors=continue";
  }

  private String id(String real, String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(ROOT_LINE));
    all.addAll(List.of(lines));
    return idFrom(real, all);
  }

  private String idFrom(String real, List<String> lines) throws IOException {
    Path mounts = Files.write(system.resolve("mountinfo"), lines);
    Path hostname = Files.writeString(system.resolve("hostname"), "host7\n");
    return DeviceId.of(Path.of("/given"), Path.of(real), mounts, uuids, hostname);
  }
}
