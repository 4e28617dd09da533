// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.Access;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/** Directories that are found on mounted disks when no volume is named. */
class KeepDirectoriesTest {
  @TempDir Path disks;

  private Path mounts;

  @BeforeEach
  void makeMounts() throws IOException {
    disks = disks.toRealPath();
    mounts = disks.resolve("mounts");
  }

  /** Makes a mount point with a directory keep. */
  private Path disk(String name) throws IOException {
    Path point = disks.resolve(name);
    Files.createDirectories(point.resolve("keep"));
    return point;
  }

  private List<VolumeSpec> found(MountOptions settings, String... lines) throws IOException {
    Files.write(mounts, List.of(lines));
    return KeepDirectories.discover(settings, mounts);
  }

  private static List<Path> roots(List<VolumeSpec> found) {
    return found.stream().map(spec -> spec.config().get(PosixKeys.ROOT)).toList();
  }

  @Test
  void keepDirectoriesOfDisksAreFoundInTheOrderOfTheMounts() throws IOException {
    Path b = disk("b");
    Path a = disk("a");
    List<VolumeSpec> found =
        found(
            MountOptions.defaults(),
            "/dev/sdb1 " + b + " ext4 rw,relatime 0 0",
            "tmpfs " + a + " tmpfs rw 0 0");
    assertEquals(List.of(b.resolve("keep"), a.resolve("keep")), roots(found));
    assertEquals("posix", found.get(0).type());
    assertEquals(MountOptions.defaults(), found.get(0).options());
  }

  @ParameterizedTest
  @ValueSource(strings = {"proc", "/devices", "overlay", "server:/export", "none"})
  void otherDevicesAreNotDisks(String device) throws IOException {
    assertEquals(List.of(), found(MountOptions.defaults(), device + " " + disk("a") + " x rw 0 0"));
  }

  @Test
  void mountsWithoutADirectoryKeepAreLeftOut() throws IOException {
    Path file = Files.createDirectory(disks.resolve("file"));
    Files.createFile(file.resolve("keep"));
    Path none = Files.createDirectory(disks.resolve("none"));
    List<VolumeSpec> found =
        found(
            MountOptions.defaults(),
            "/dev/sda1 / ext4 rw 0 0",
            "/dev/sdb1 " + file + " ext4 rw 0 0",
            "/dev/sdc1 " + none + " ext4 rw 0 0",
            "/dev/sdd1 " + disks.resolve("gone") + " ext4 rw 0 0",
            "/dev/sde1 " + disk("short"),
            "");
    assertEquals(List.of(), found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rw,relatime | READ_WRITE",
        "ro,relatime | READ_ONLY",
        "noatime,ro | READ_ONLY",
        "ro,rw | READ_ONLY",
        "rw,ro | READ_WRITE",
        "errors=remount-ro | READ_WRITE",
      })
  void readOnlyMountIsAReadOnlyVolume(String options, Access access) throws IOException {
    String line = "/dev/sdb1 " + disk("a") + " ext4 " + options + " 0 0";
    assertEquals(access, found(MountOptions.defaults(), line).get(0).options().access());
  }

  @Test
  void settingsInForceAfterTheLastFlagApply() throws Exception {
    ParsedFlags flags =
        VolumeFlags.parse(
            List.of("-serialize", "-readonly", "-allow-trash-when-readonly", "-priority", "3"),
            VolumeSchemas.of(List.of(PosixKeys.SCHEMA), List.of()),
            ConfigSchema.ofApplication("test", "A test").build());
    List<VolumeSpec> found =
        found(
            flags.settingsAtEnd(),
            "/dev/sdb1 " + disk("a") + " ext4 rw 0 0",
            "/dev/sdc1 " + disk("b") + " ext4 ro 0 0");
    MountOptions expected =
        MountOptions.defaults().withSerialized(true).withAccess(Access.READ_TRASH).withPriority(3);
    assertEquals(expected, found.get(0).options());
    assertEquals(expected.withAccess(Access.READ_ONLY), found.get(1).options());
  }

  @Test
  void namesThatTheKernelEscapesAreFound() throws IOException {
    Path odd = disk("a b\\c\u00e9");
    Path tab = disk("a\tb");
    List<VolumeSpec> found =
        found(
            MountOptions.defaults(),
            "/dev/sdb1 " + escaped(tab) + " ext4 rw 0 0",
            "/dev/sdc1 " + escaped(odd) + " ext4 rw 0 0");
    assertEquals(List.of(odd.resolve("keep")), roots(found), "none of a name with a tab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\\000b", "/a\\9x9b", "/a\u0000b", "/a\\777b", "/a\u00ffb"})
  void nameThatNoPathCanHaveHidesNoOtherDisk(String name) throws IOException {
    Path good = disk("good");
    String lines = "/dev/sdb1 " + name + " ext4 rw 0 0\n/dev/sdc1 " + good + " ext4 rw 0 0\n";
    // One byte for each character: \u00ff is no UTF-8 then.
    Files.write(mounts, lines.getBytes(ISO_8859_1));
    assertEquals(
        List.of(good.resolve("keep")),
        roots(KeepDirectories.discover(MountOptions.defaults(), mounts)));
  }

  private static String escaped(Path point) {
    return point.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
  }

  @Test
  void mountThatHidesAnotherIsTheOneThatCounts() throws IOException {
    Path a = disk("a");
    List<VolumeSpec> found =
        found(
            MountOptions.defaults(),
            "/dev/sdb1 " + a + " ext4 rw 0 0",
            "/dev/sdc1 " + a + " ext4 ro 0 0");
    assertEquals(List.of(a.resolve("keep")), roots(found));
    assertEquals(Access.READ_ONLY, found.get(0).options().access());
    assertEquals(
        List.of(),
        found(
            MountOptions.defaults(),
            "/dev/sdb1 " + a + " ext4 rw 0 0",
            "overlay " + a + " overlay rw 0 0"));
  }

  @Test
  void idCannotBeShared() {
    MountOptions named = MountOptions.defaults().withId("disk");
    assertThrows(IllegalArgumentException.class, () -> KeepDirectories.discover(named, mounts));
  }

  @Test
  void mountsThatCannotBeReadAreAnError() throws IOException {
    assertThrows(
        NoSuchFileException.class,
        () -> KeepDirectories.discover(MountOptions.defaults(), disks.resolve("no")));
  }

  @Test
  void thisMachinesOwnMountsCanBeRead() throws IOException {
    List<Path> roots = roots(KeepDirectories.discover(MountOptions.defaults()));
    roots.forEach(root -> assertEquals("keep", root.getFileName().toString()));
  }
}
