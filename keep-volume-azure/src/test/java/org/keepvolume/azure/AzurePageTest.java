// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.ConfigKey;

/** Holds docs/azure.md to the code: its errors, its numbers, its flags. */
class AzurePageTest {
  private static final Path PAGE = Path.of("../docs/azure.md");
  private static final Path EXPECTED = Path.of("target/azure.md");
  private static final Pattern ERRORS =
      Pattern.compile(
          "(\\| answer \\| the call \\| what helps \\|\n\\|---\\|---\\|---\\|\n)(.*?)\n\n",
          Pattern.DOTALL);

  private static String page() throws IOException {
    return Files.readString(PAGE, UTF_8);
  }

  /** Says what becomes of a call, in the words of the page. */
  private static String outcome(Meaning meaning) {
    return switch (meaning) {
      case MISSING -> "`BlockNotFoundException`";
      case CHANGED -> "looks again";
      case PAST_THE_END -> "reads again without a range; else `VolumeUnavailableException`";
      case BUSY -> "is sent again; at last `VolumeUnavailableException`";
      case DAMAGED -> "is sent once more; then `VolumeUnavailableException`";
      case LATER -> "`VolumeUnavailableException` at once";
      case TOO_LARGE -> "`BlockTooLargeException`";
      case FAILURE -> "`VolumeFailureException`";
    };
  }

  private static String row(String answer) {
    String[] parts = answer.split(" ", 2);
    int status = Integer.parseInt(parts[0]);
    return "| "
        + parts[0]
        + " `"
        + parts[1]
        + "` | "
        + outcome(AzureErrors.meaning(status, parts[1]))
        + " | "
        + AzureErrors.remedy(status, parts[1])
        + " |";
  }

  @Test
  void errorsAreThoseOfTheCode() throws IOException {
    String rows =
        new TreeSet<>(AzureErrors.known())
            .stream().map(AzurePageTest::row).collect(Collectors.joining("\n"));
    String page = page();
    Matcher table = ERRORS.matcher(page);
    assertTrue(table.find(), PAGE + " has no table of errors");
    String expected = page.substring(0, table.start(2)) + rows + page.substring(table.end(2));
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected, UTF_8);
    assertTrue(expected.equals(page), PAGE + " is out of date; copy " + EXPECTED.toAbsolutePath());
  }

  @Test
  void numbersAreTheDefaults() throws IOException {
    AzureOptions options = AzureOptions.defaults();
    AzureLimits limits = AzureLimits.defaults();
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("withMaxGetBytes", options.maxGetBytes() / (1 << 20) + " MiB");
    defaults.put("withParallelRanges", Integer.toString(options.parallelRanges()));
    defaults.put("withIndexParallelism", Integer.toString(options.indexParallelism()));
    defaults.put("withSweepParallelism", Integer.toString(options.sweepParallelism()));
    defaults.put("withMaxRequests", Integer.toString(options.maxRequests()));
    defaults.put("withWriteRaceInterval", seconds(options.writeRaceInterval()));
    defaults.put("withServiceVersion", options.serviceVersion());
    defaults.put("withCreateContainer", options.createContainer() ? "yes" : "no");
    defaults.put("progress", seconds(limits.progress()));
    defaults.put("control", seconds(limits.control()));
    defaults.put("data", seconds(limits.data()));
    defaults.put("attempts", Integer.toString(limits.attempts()));
    defaults.put("listAttempts", Integer.toString(limits.listAttempts()));
    defaults.put("listDelay", seconds(limits.listDelay()));
    String page = page();
    defaults.forEach(
        (name, value) -> assertTrue(page.contains("| `" + name + "` | " + value + " |"), name));
    String text = page.replaceAll("\\s+", " ");
    String margin = seconds(Marks.margin(Duration.ofDays(14), limits));
    assertTrue(text.contains("With two weeks that is " + margin), margin);
    assertEquals(Duration.ofMillis(100), Retries.FIRST);
    assertTrue(
        text.contains("is 100 ms at first and doubles up to " + seconds(Retries.LONGEST)),
        "pauses");
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }

  @Test
  void codeIsAnExcerptOfCodeThatRuns() throws IOException {
    String tests =
        Files.readString(Path.of("src/test/java/org/keepvolume/azure/MixReadmeTest.java"), UTF_8);
    String code = page().split("```java\n", 2)[1].split("```", 2)[0];
    assertTrue(tests.replaceAll("\\s+", "").contains(code.replaceAll("\\s+", "")), code);
  }

  @Test
  void flagsExist() throws IOException {
    String keys =
        AzureKeys.SCHEMA.keys().stream()
            .map(ConfigKey::name)
            .map(name -> " -azure-" + name + " ")
            .collect(Collectors.joining());
    Matcher flags = Pattern.compile("(?<![a-z])-azure-[a-z-]+[a-z]").matcher(page());
    int found = 0;
    while (flags.find()) {
      String flag = flags.group();
      assertTrue(
          keys.contains(" " + flag + " ") || flag.equals("-azure-storage-container-volume"), flag);
      found++;
    }
    assertTrue(found > 10, "flags in the page: " + found);
  }
}
