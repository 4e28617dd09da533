// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProviders;

/** Holds docs/operating.md, and the examples of how to start the service, to the code. */
class OperatingPageTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path DEPLOY = MODULE.resolve("deploy");
  private static final Pattern NAME = Pattern.compile("`([^`]*)`");

  /** Those of the original's versions that were set by flags alone. */
  private static final List<String> ORIGINAL =
      List.of(
          "volume",
          "volumes",
          "readonly",
          "serialize",
          "azure-storage-account-name",
          "azure-storage-account-key-file",
          "azure-storage-container-volume",
          "azure-storage-replication",
          "azure-max-get-bytes",
          "s3-bucket-volume",
          "s3-region",
          "s3-endpoint",
          "s3-access-key-file",
          "s3-secret-key-file",
          "s3-race-window",
          "s3-replication",
          "s3-unsafe-delete",
          "listen",
          "max-buffers",
          "max-requests",
          "data-manager-token-file",
          "enforce-permissions",
          "blob-signing-key-file",
          "permission-key-file",
          "blob-signature-ttl",
          "permission-ttl",
          "never-delete",
          "trash-lifetime",
          "trash-check-interval",
          "pid");

  @TempDir private Path scratch;

  private static String page() throws IOException {
    return Files.readString(MODULE.resolve("../../docs/operating.md"));
  }

  /** Returns the rows of the table below a line that begins like this, cell by cell. */
  private static List<List<String>> table(String head) throws IOException {
    String page = page();
    int begin = page.indexOf("\n" + head);
    assertTrue(begin >= 0, "no table " + head);
    return page.substring(begin + 1)
        .lines()
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Splitter.on('|').trimResults().splitToList(line).subList(1, 5 - 1))
        .toList();
  }

  private static List<String> names(String cell) {
    return NAME.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /** Returns the default of each flag of the page. */
  private static Map<String, String> flags() throws IOException {
    Map<String, String> flags = new LinkedHashMap<>();
    for (List<String> row : table("| flag | default |")) {
      List<String> value = names(row.get(1));
      for (String flag : names(row.get(0))) {
        assertTrue(flag.startsWith("-"), flag);
        String before = flags.put(flag.substring(1), value.isEmpty() ? "" : value.get(0));
        assertEquals(null, before, flag);
      }
    }
    return flags;
  }

  @Test
  void everyFlagOfTheServiceAndOfTheOriginalIsInTheTable() throws Exception {
    Map<String, String> flags = flags();
    List<String> missing = new ArrayList<>(ORIGINAL);
    KeepstoreKeys.SCHEMA.keys().stream().map(ConfigKey::name).forEach(missing::add);
    missing.removeAll(flags.keySet());
    assertEquals(List.of(), missing);
    String help = Ran.with("-help").out();
    for (String flag : flags.keySet()) {
      boolean isKnown = Pattern.compile("\n  (-\\S+, )?-" + flag + "[,\n]").matcher(help).find();
      assertTrue(isKnown || flag.startsWith("s3-") || flag.equals("help"), flag);
    }
  }

  @Test
  void defaultsOfTheTableAreThoseInForce() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> actual = new TreeMap<>();
    Map<String, String> onPage = flags();
    ParsedFlags parsed =
        CommandLine.parse(
            List.of(), VolumeProviders.load(Keepstore.class.getClassLoader()).schemas());
    Map<String, String> shown = parsed.application().shown();
    for (ConfigKey<?> key : KeepstoreKeys.SCHEMA.keys()) {
      expected.put(key.name(), shown.getOrDefault(key.name(), ""));
      actual.put(key.name(), onPage.get(key.name()));
    }
    assertEquals(expected, actual);
    assertEquals(
        parsed.trashPolicy().minimumAge().toHours() + "h", onPage.get("blob-signature-ttl"));
    assertEquals(parsed.trashPolicy().lifetime().toHours() + "h", onPage.get("trash-lifetime"));
  }

  @Test
  void metricsOfTheTableAreThoseOfTheService() throws Exception {
    List<String> served;
    byte[] block = "foo".getBytes(UTF_8);
    String path = "/" + BlockHash.of(block);
    Path disk = Files.createDirectory(scratch.resolve("disk"));
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    ParsedFlags flags =
        CommandLine.parse(
            List.of("-listen", "127.0.0.1:0", "-max-buffers", "1", "-volume", disk.toString()),
            providers.schemas());
    try (Service service =
            Service.start(
                Settings.of(flags, flags.volumes(), providers, warning -> {}), providers);
        RawConnection client = new RawConnection(service.port())) {
      assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
      Files.move(disk, scratch.resolve("lost"));
      String missing = "/" + BlockHash.of(new byte[0]);
      assertEquals(503, client.request("GET", missing, Map.of(), new byte[0]).answer().status());
      String text = client.request("GET", "/metrics", Map.of(), new byte[0]).answer().text();
      served =
          text.lines()
              .filter(line -> line.startsWith("# TYPE "))
              .map(line -> Splitter.on(' ').splitToList(line).get(2))
              .sorted()
              .toList();
    }
    List<String> onPage =
        table("| metric |").stream().flatMap(row -> names(row.get(0)).stream()).sorted().toList();
    assertEquals(served, onPage);
  }

  /** Reads the words of the command behind the jar, as those who start it do. */
  private static List<String> wordsBehindJar(String command) {
    List<String> words =
        Splitter.onPattern("[\\s\",\\[\\]]+|\\\\\n")
            .omitEmptyStrings()
            .splitToList(command.replace("\\\n", " "));
    int jar = words.stream().map(word -> word.endsWith("keepstore.jar")).toList().indexOf(true);
    assertTrue(jar > 0 && words.get(jar - 1).equals("-jar"), command);
    return words.subList(jar + 1, words.size());
  }

  private static String from(String file, String begin) throws IOException {
    String text = Files.readString(DEPLOY.resolve(file));
    String rest = text.substring(text.indexOf("\n" + begin) + 1 + begin.length());
    return rest.lines().collect(Collectors.joining("\n")).split("(?<!\\\\)\n", 2)[0];
  }

  @Test
  void examplesStartTheServiceWithFlagsThatItHas() throws Exception {
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    ParsedFlags unit =
        CommandLine.parse(
            wordsBehindJar(from("keepstore.service", "ExecStart=")), providers.schemas());
    assertEquals(2, unit.volumes().size());
    assertEquals(List.of(), unit.warnings());
    ParsedFlags container =
        CommandLine.parse(
            wordsBehindJar(from("Containerfile", "ENTRYPOINT ")), providers.schemas());
    assertEquals(32, container.application().get(KeepstoreKeys.MAX_BUFFERS));
  }

  @Test
  void flagsForAFileOfSettingsAreInTheTableOfFlagsOrOfVolumes() throws Exception {
    String help = Ran.with("-help").out();
    Map<String, String> flags = flags();
    for (List<String> row : table("| in `keepstore.yml` |")) {
      for (String flag : names(row.get(2))) {
        String name = flag.substring(1).split("=", 2)[0];
        boolean isKnown =
            flags.containsKey(name)
                || Pattern.compile("\n  -" + name + "[,\n]").matcher(help).find();
        assertTrue(flag.startsWith("-") && isKnown, flag);
      }
    }
  }

  @Test
  void unitLeavesTheDisksInSight() throws Exception {
    // Else no UUID of a file system is found, and each volume's device id and uuid is another.
    List<String> lines = Files.readAllLines(DEPLOY.resolve("keepstore.service"));
    assertEquals(
        List.of(), lines.stream().filter(line -> line.startsWith("PrivateDevices")).toList());
    String written = from("keepstore.service", "ReadWritePaths=");
    String mounted = from("keepstore.service", "RequiresMountsFor=");
    assertEquals(mounted, written, "a path that is no mount point becomes one");
  }

  @Test
  void memoryOfTheExamplesFits() throws Exception {
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    for (String[] example :
        new String[][] {{"keepstore.service", "ExecStart="}, {"Containerfile", "ENTRYPOINT "}}) {
      String command = from(example[0], example[1]);
      Matcher direct = Pattern.compile("-XX:MaxDirectMemorySize=([0-9]+)m").matcher(command);
      assertTrue(direct.find(), command);
      long limit = Long.parseLong(direct.group(1)) << 20;
      ParsedFlags flags = CommandLine.parse(wordsBehindJar(command), providers.schemas());
      long buffers = flags.application().get(KeepstoreKeys.MAX_BUFFERS);
      assertFits(buffers << 26, limit, flags.application());
    }
  }

  /** Requires that so much memory is there, and no block more than that needs. */
  private static void assertFits(long bytes, long limit, VolumeConfig flags) {
    assertEquals(bytes, MemoryBudget.of(flags, limit).bytes());
    assertEquals(Optional.empty(), MemoryBudget.of(flags, limit).misfit());
    assertTrue(
        MemoryBudget.of(flags, limit - (64L << 20)).misfit().isPresent(), "more than it needs");
  }

  @Test
  void memoryOfThePageFits() throws Exception {
    Matcher pair =
        Pattern.compile(
                "-max-buffers ([0-9]+)`, with `-XX:MaxDirectMemorySize=([0-9]+)m`"
                    + "|-XX:MaxDirectMemorySize=([0-9]+)m -jar keepstore.jar -max-buffers ([0-9]+)")
            .matcher(page());
    int found = 0;
    while (pair.find()) {
      boolean first = pair.group(1) != null;
      String buffers = pair.group(first ? 1 : 4);
      long limit = Long.parseLong(pair.group(first ? 2 : 3)) << 20;
      VolumeConfig flags = parse("-max-buffers", buffers).application();
      assertFits(Long.parseLong(buffers) << 26, limit, flags);
      found++;
    }
    assertEquals(2, found);
  }

  @Test
  void refusalOfThePageIsThatOfTheService() throws Exception {
    VolumeConfig flags = parse("-max-memory", "4GiB").application();
    String refusal = MemoryBudget.of(flags, 1 << 30).misfit().orElseThrow();
    assertTrue(page().contains("`" + refusal + "`"), refusal);
  }

  @Test
  void examplesAndPageGiveAStopTheTimeThatItMayTake() throws Exception {
    // A second for threads that are cut off, which the HTTP server gives them by itself.
    Duration beyondLimit = Service.LONGEST_CLOSING.plusSeconds(1);
    String sum = "`-shutdown-limit` and " + beyondLimit.toSeconds() + " s at most, so ";
    assertTrue(page().contains("A stop takes " + sum), "the page does not say " + sum);
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    String[][] examples = {
      {"keepstore.service", "ExecStart=", "\nTimeoutStopSec=([0-9]+)\n"},
      {"Containerfile", "ENTRYPOINT ", " --stop-timeout ([0-9]+) "}
    };
    for (String[] example : examples) {
      ParsedFlags flags =
          CommandLine.parse(wordsBehindJar(from(example[0], example[1])), providers.schemas());
      Duration stop = flags.application().get(KeepstoreKeys.DRAIN).plus(beyondLimit);
      Matcher given =
          Pattern.compile(example[2]).matcher(Files.readString(DEPLOY.resolve(example[0])));
      assertTrue(given.find(), example[0]);
      assertTrue(Long.parseLong(given.group(1)) > stop.toSeconds(), example[0] + ": " + stop);
    }
  }

  private static ParsedFlags parse(String... flags) throws Exception {
    VolumeProviders providers = VolumeProviders.load(Keepstore.class.getClassLoader());
    return CommandLine.parse(List.of(flags), providers.schemas());
  }
}
