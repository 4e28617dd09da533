// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says of flags that are wrong, and of what keeps it from starting. */
class CommandMistakesTest {
  @TempDir private Path scratch;
  private String disk;

  @BeforeEach
  void makeDisk() throws Exception {
    disk = Files.createDirectory(scratch.resolve("disk0")).toString();
  }

  private Ran start(String... flags) {
    String[] all = new String[flags.length + 2];
    all[0] = "-volume";
    all[1] = disk;
    System.arraycopy(flags, 0, all, 2, flags.length);
    return Ran.with(all);
  }

  @Test
  void allMistakesAreToldAtOnceWithWhatMayHaveBeenMeant() {
    start("-max-bufers", "3", "-trash-lifetime", "14d", "-never-delete", "false")
        .assertUsage(
            "argument 3: unknown flag -max-bufers; did you mean -max-buffers?",
            "argument 5: -trash-lifetime is \"14d\": expected a duration, such as 336h, 1m30s or PT336H",
            "argument 8: \"false\" is not a flag; a switch is set by -never-delete=false");
  }

  @Test
  void volumesInS3AreRefusedWithWhatThereIsInTheirPlace() {
    String instead =
        " is of volumes in S3, which are not supported; there are directories (-volume), containers"
            + " of Azure (-azure-storage-container-volume), and what plugins bring";
    start("-s3-region", "us-east-1", "--s3-bucket-volume=bucket")
        .assertUsage(
            "argument 3: -s3-region" + instead, "argument 5: --s3-bucket-volume" + instead);
  }

  @Test
  void volumesInS3AreToldWithAllOtherMistakes() {
    start("-max-bufers", "3", "-s3-region", "us-east-1", "-trash-lifetime", "14d")
        .assertUsage(
            "argument 3: unknown flag -max-bufers; did you mean -max-buffers?",
            "argument 5: -s3-region is of volumes in S3, which are not supported; there are"
                + " directories (-volume), containers of Azure (-azure-storage-container-volume),"
                + " and what plugins bring",
            "argument 7: -trash-lifetime is \"14d\": expected a duration, such as 336h, 1m30s or PT336H");
  }

  @Test
  void timesThatMakeNoSenseAreMistakesOfUsage() {
    start("-idle-timeout", "0")
        .assertUsage("-idle-timeout is 0: too short for any client, expected 1s or more");
    start("-idle-timeout", "30ms")
        .assertUsage("-idle-timeout is 30ms: too short for any client, expected 1s or more");
  }

  @Test
  void settingsThatContradictEachOtherAreMistakesOfUsage() {
    start("-max-buffers", "2", "-max-memory", "1GiB", "-enforce-permissions")
        .assertUsage(
            "-max-buffers and -max-memory are both set; they say the same, so set one",
            "-enforce-permissions requires a permission key; name its file with"
                + " -blob-signing-key-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25107",
        "localhost",
        "localhost:",
        "localhost:http",
        "localhost:65536",
        "localhost:-1",
        "::1:25107",
        "[::1]",
        "[localhost]:25107",
        "local host:25107",
        "http://localhost:25107"
      })
  void addressesThatAreNoneAreToldWithTheFormsThatThereAre(String address) {
    start("-listen", address)
        .assertUsage("-listen is \"" + address + "\"; expected host:port, [IPv6]:port, or :port");
  }

  @Test
  void addressThatIsTakenIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      start("-listen", address).assertCannotStart("-listen " + address + ": ", "in use");
    }
  }

  @Test
  void hostThatNobodyKnowsIsNamed() {
    start("-listen", "no-such-host.invalid:0")
        .assertCannotStart("-listen no-such-host.invalid:0: ", "unknown host");
  }

  @Test
  void hostThatIsAnotherMachineIsNamed() {
    start("-listen", "192.0.2.1:0").assertCannotStart("-listen 192.0.2.1:0: ", "assign");
  }

  @Test
  void directoryThatIsMissingIsNamed() {
    Ran.with("-volume", disk + "1")
        .assertUsage(
            "volume 1, posix{root=%s1}: root: %s1 does not exist; make the directory, or mount the disk that holds it"
                .formatted(disk, disk));
  }

  @Test
  void directoryThatIsRelativeIsAMistakeOfUsage() {
    Ran.with("-volume", "disk0")
        .assertUsage(
            "argument 1: -volume: root is \"disk0\"; expected an absolute path, which begins with /");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blob-signing-key-file",
        "permission-key-file",
        "data-manager-token-file",
        "management-token-file"
      })
  void secretThatCannotBeReadIsNamedWithItsFlag(String flag) throws Exception {
    String name = flag.equals("permission-key-file") ? "blob-signing-key-file" : flag;
    Path missing = scratch.resolve("missing");
    start("-" + flag, missing.toString())
        .assertUsage("-" + name + ": " + missing + " does not exist");
    Path empty = Files.writeString(scratch.resolve("empty"), "\n");
    start("-" + flag, empty.toString()).assertUsage("-" + name + ": " + empty + " is empty");
    Path two = Files.writeString(scratch.resolve("two"), "canary-one canary-two\n");
    start("-" + flag, two.toString())
        .assertUsage(
            "-%s: %s has white space inside; expected one secret and nothing else"
                .formatted(name, two));
  }

  @Test
  void mistakesInWhatFlagsNameAreToldAtOnce() {
    String missing = scratch.resolve("missing").toString();
    long limit = MemoryBudget.directLimit() >> 20;
    start(
            "-volume",
            disk + "1",
            "-max-buffers",
            "60000",
            "-enforce-permissions",
            "-permission-key-file",
            missing,
            "-management-token-file",
            missing,
            "-data-manager-token-file",
            missing)
        .assertUsage(
            "volume 2, posix{root=%s1}: root: %s1 does not exist; make the directory, or mount the disk that holds it"
                .formatted(disk, disk),
            "-max-buffers takes 3840000 MiB, and others need 52532 MiB of the JVM's direct memory of "
                + limit
                + " MiB; start it with -XX:MaxDirectMemorySize=3892532m",
            "-data-manager-token-file: " + missing + " does not exist",
            "-management-token-file: " + missing + " does not exist",
            "-blob-signing-key-file: " + missing + " does not exist");
  }

  @Test
  void secretThatOthersMayReadIsWarnedOf() throws Exception {
    Path token = Files.writeString(scratch.resolve("token"), "canary\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    Ran ran = start("-data-manager-token-file", token.toString(), "-listen", "192.0.2.1:0");
    assertTrue(
        ran.err().contains(" WARN -data-manager-token-file: " + token + " can be read by others"),
        ran.err());
    assertFalse(ran.err().contains("canary"), ran.err());
  }

  @Test
  void pidFileThatCannotBeWrittenIsNamed() throws Exception {
    Path missing = scratch.resolve("no/pid");
    start("-pid", missing.toString()).assertCannotStart("-pid: " + missing, "directory is missing");
    start("-pid", disk).assertCannotStart("-pid: " + disk);
  }

  @Test
  void startThatFailsRemovesItsPidFile() throws Exception {
    Path pid = scratch.resolve("pid");
    start("-pid", pid.toString(), "-listen", "192.0.2.1:0").assertCannotStart("192.0.2.1");
    assertFalse(Files.exists(pid));
  }

  @Test
  void memoryThatTheJvmDoesNotAllowIsToldWithTheFlagThatWouldMakeRoom() {
    long limit = MemoryBudget.directLimit() >> 20;
    start("-max-buffers", "60000")
        .assertUsage(
            "-max-buffers takes 3840000 MiB, and others need 52532 MiB of the JVM's direct memory of "
                + limit
                + " MiB; start it with -XX:MaxDirectMemorySize=3892532m");
    start("-max-memory", "2TiB")
        .assertUsage(
            "-max-memory takes 2097152 MiB, and others need 28704 MiB of the JVM's direct memory of "
                + limit
                + " MiB; start it with -XX:MaxDirectMemorySize=2125856m");
  }

  @Test
  void requestsThatTheJvmHasNoRoomForAreAMistakeOfUsage() throws Exception {
    try (ChildService child =
        ChildService.launch(
            scratch,
            List.of("-XX:MaxDirectMemorySize=2g"),
            List.of("-volume", disk, "-max-requests", "5000"))) {
      String refusal = child.awaitLine(line -> line.startsWith("keepstore: "));
      assertEquals(
          "keepstore: memory for blocks takes 1024 MiB, and others, with -max-requests 5000, need"
              + " 2220 MiB of the JVM's direct memory of 2048 MiB; start it with"
              + " -XX:MaxDirectMemorySize=4439m",
          refusal);
      assertEquals(2, child.awaitExit());
    }
  }
}
