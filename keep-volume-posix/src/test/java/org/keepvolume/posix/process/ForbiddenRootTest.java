// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;

/** Roots that are closed to a process without privileges are found before they are opened. */
class ForbiddenRootTest {
  @TempDir Path parent;

  private Path above;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    above = Files.createDirectory(parent.toRealPath().resolve("above"));
    root = Files.createDirectory(above.resolve("root"));
  }

  @AfterEach
  void openAgain() throws IOException {
    setMode(above, "rwxr-xr-x");
    setMode(root, "rwxr-xr-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wx-wx-wx", "rw-rw-rw-", "---------"})
  void rootThatMayNotBeReadOrSearchedIsClosed(String mode) throws Exception {
    setMode(root, mode);
    assertEquals(
        root + " is closed to this process; expected permission to read and search it", judged());
  }

  @Test
  void rootBelowAClosedDirectoryCannotBeLookedAt() throws Exception {
    setMode(above, "---------");
    assertEquals(
        root + " cannot be looked at; expected search permission for the directories above it",
        judged());
  }

  @Test
  void rootThatMayBeReadIsGood() throws Exception {
    setMode(root, "r-xr-xr-x");
    assertEquals("good", judged());
  }

  private static void setMode(Path directory, String mode) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
  }

  private String judged() throws Exception {
    try (ChildJvm child = ChildJvm.start(Tools.withoutPrivileges(), Main.class, root.toString())) {
      String answer = child.receive();
      child.finish();
      return answer;
    }
  }

  /** Says what is wrong with a root. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      VolumeProviders providers = VolumeProviders.load(Main.class.getClassLoader());
      List<VolumeSpec> specs =
          VolumeMaps.parse(List.of(Map.of("type", "posix", "root", args[0])), providers.schemas());
      try {
        providers.validate(specs, warning -> {});
        VolumeMain.answer("good");
      } catch (ConfigException e) {
        VolumeMain.answer(e.getMessage().replaceFirst(".*: root: ", ""));
      }
    }
  }
}
