// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.config.TestSchemas.flags;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;

/** How flags and their values are written, and that one mistake is reported once. */
final class FlagGrammarTest {
  private static final String CONTAINER = " -azure-storage-container-volume c";

  private static final String BASE64 = "MARKER".repeat(10) + "+/==";

  private static List<String> problems(String line) {
    return assertThrows(ConfigException.class, () -> flags(line)).problems().stream()
        .map(ConfigProblem::toString)
        .toList();
  }

  private static String root(String line) throws ConfigException {
    return flags(line).volumes().get(0).config().get(TestSchemas.ROOT).toString();
  }

  @Test
  void oneDashOrTwoAndBlankOrEqualsSign() throws ConfigException {
    for (String line : List.of("-volume /a", "--volume /a", "-volume=/a", "--volume=/a")) {
      assertEquals("/a", root(line), line);
    }
    assertEquals("/a=b", root("-volume=/a=b"));
    assertEquals("/a=b", root("-volume /a=b"));
    assertEquals("/a", root("-volume /a --"));
  }

  @Test
  void aSwitchIsAFlagAloneOrWithAnEqualsSign() throws ConfigException {
    for (String on : List.of("-readonly", "--readonly", "-readonly=1", "-readonly=T")) {
      assertEquals(
          Access.READ_ONLY, flags(on + " -volume /a").volumes().get(0).options().access(), on);
    }
    for (String off : List.of("-readonly=false", "-readonly -readonly=0", "--readonly=F")) {
      assertEquals(
          Access.READ_WRITE, flags(off + " -volume /a").volumes().get(0).options().access(), off);
    }
  }

  @Test
  void aValueMayBeginWithADashUnlessItIsAFlag() throws ConfigException {
    assertEquals(-5, flags("-priority -5 -volume /a").volumes().get(0).options().priority());
    assertEquals("-x", flags("-listen -x").application().get(TestSchemas.LISTEN));
    assertEquals("-readonly", flags("-listen=-readonly").application().get(TestSchemas.LISTEN));
    assertEquals(
        List.of(
            "argument 1: -listen has no value, since -readonly is a flag; expected a text, or"
                + " -listen=-readonly"),
        problems("-listen -readonly -volume /a"));
  }

  @Test
  void whatTheOriginalDroppedSilentlyIsRefusedWithTheRemedy() {
    assertEquals(
        List.of("argument 2: \"false\" is not a flag; a switch is set by -readonly=false"),
        problems("-readonly false -volume /a"));
    assertEquals(
        List.of("argument 3: \"b\" is not a flag; every argument is a flag or the value of one"),
        problems("-volume /a b"));
    assertEquals(
        List.of("argument 2: \"-volume\" stands behind --, where nothing is expected"),
        problems("-- -volume /a"));
    assertEquals(
        List.of("argument 1: \"-\" is not a flag; every argument is a flag or the value of one"),
        problems("-"));
  }

  @Test
  void aTypoOfARequiredFlagIsOneMistake() {
    assertEquals(
        List.of(
            "argument 3: unknown flag -azure-storage-acount-name; did you mean"
                + " -azure-storage-account-name?"),
        problems("-azure-storage-account-key-file k -azure-storage-acount-name a" + CONTAINER));
    assertEquals(
        List.of(
            "argument 1: unknown flag -azure-storage-acount-key-file; did you mean"
                + " -azure-storage-account-key-file?"),
        problems("-azure-storage-acount-key-file=k -azure-storage-account-name a" + CONTAINER));
  }

  @Test
  void aBadValueOfARequiredFlagIsOneMistake() {
    assertEquals(
        List.of("argument 1: -azure-storage-account-name is \"\": it is empty, expected a text"),
        problems("-azure-storage-account-name= -azure-storage-account-key-file k" + CONTAINER));
    assertEquals(
        List.of(
            "argument 1: -azure-storage-account-name has no value, since"
                + " -azure-storage-account-key-file is a flag; expected a text"),
        problems("-azure-storage-account-name -azure-storage-account-key-file=k" + CONTAINER));
  }

  @Test
  void noMistakeShowsASecret() {
    for (String line :
        List.of(
            "-azure-storage-account-name -azure-storage-account-key=MARKER",
            "-azure-storage-acount-key=MARKER",
            "-azure-storage-acount-key MARKER",
            "-azure-storage-acount-key -MARKER",
            "azure-storage-account-key MARKER",
            "azure-storage-acount-key=MARKER",
            "-azure-storage-account-key begin MARKER",
            "-azure-storage-account-key=begin MARKER MARKER",
            "-azure-storage-account-key MARKER\r",
            "-azure-storage-account-key MARKER -azure-sas-token MARKER"
                + " -azure-storage-account-name a"
                + CONTAINER,
            "-- -azure-storage-account-key=MARKER",
            "-azure-storage-account-key:MARKER",
            "-azure-storage-account-keyMARKER",
            "-azure-storage-account-name -azure-storage-account-key:MARKER\n",
            "-azure-storage-account-key-MARKER",
            "-azure-storage-acount-key:MARKER",
            "azure-storage-account-key:MARKER",
            "-azure-storage-account-key begin -MARKER",
            "-azure-storage-account-key begin -vloume MARKER MARKER",
            "-azure-storage-account-key begin -- MARKER",
            "-- azure-storage-account-keyMARKER",
            "-volume /a https://u:MARKER@h/",
            "-volume /a https://u:MARKER=MARKER@h/",
            "-volume /a " + BASE64,
            "-volume /a -- https://u:MARKER/MARKER@h/",
            "-- " + BASE64,
            "-" + BASE64,
            "-replication " + BASE64,
            "-azure-storage-account-key-file " + BASE64,
            "-azure-storage-base-url https://u:MARKER/?#MARKER@h/|",
            "-azure-storage-base-url https://h/?x=@MARKER|")) {
      List<String> problems = problems(line);
      assertEquals(List.of(), problems.stream().filter(p -> p.contains("MARKER")).toList());
    }
  }

  @Test
  void aCorrectedMistakeIsForgottenByTheVolumesThatFollow() {
    assertEquals(
        List.of(
            "argument 1: -azure-request-timeout is \"5\": the unit is missing, expected a duration,"
                + " such as 336h, 1m30s or PT336H",
            "argument 4: -azure-storage-container-volume: neither an account key nor a SAS token is"
                + " set; choose one"),
        problems(
            "-azure-request-timeout=5 -azure-request-timeout=5s -azure-storage-account-name=a"
                + " -azure-storage-container-volume=c"));
  }

  @Test
  void allMistakesAreReportedInOrder() {
    assertEquals(
        List.of(
            "argument 1: -replication is \"0\": expected a whole number from 1 to 1000",
            "argument 3: unknown flag -sreialize; did you mean -serialize?",
            "argument 4: -storage-classes is \"a b\": expected names of letters, digits, dots,"
                + " underlines and dashes, with commas between them",
            "argument 6: -azure-storage-container-volume needs -azure-storage-account-name before"
                + " it",
            "argument 7: -volume has no value; expected a path"),
        problemsOf(
            List.of(
                "-replication",
                "0",
                "-sreialize",
                "-storage-classes",
                "a b",
                "-azure-storage-container-volume=c",
                "-volume")));
  }

  private static List<String> problemsOf(List<String> args) {
    return assertThrows(ConfigException.class, () -> flags(args)).problems().stream()
        .map(ConfigProblem::toString)
        .toList();
  }

  @Test
  void namesOfAnyLengthAreShownShortAndOnOneLine() {
    String problem = problemsOf(List.of("-" + "x\n".repeat(500_000))).get(0);
    assertEquals("argument 1: unknown flag -x...; -help prints all flags", problem);
    assertEquals(
        "argument 1: unknown flag -" + "x".repeat(100) + "...; -help prints all flags",
        problemsOf(List.of("-" + "x".repeat(500_000))).get(0));
  }

  @Test
  void requiredFlagsOfTheApplicationAreAskedFor() {
    ConfigSchema application =
        ConfigSchema.ofApplication("server", "").key(ConfigKey.path("pid", "").required()).build();
    assertEquals(
        "-pid is missing; expected a path",
        assertThrows(
                ConfigException.class,
                () -> VolumeFlags.parse(List.of(), TestSchemas.ALL, application))
            .getMessage());
    assertEquals(
        "argument 1: unknown flag -pidd; did you mean -pid?",
        assertThrows(
                ConfigException.class,
                () -> VolumeFlags.parse(List.of("-pidd", "x"), TestSchemas.ALL, application))
            .getMessage());
  }

  @Test
  void aSecretIsCutOffWhereItsFlagIsNot() {
    assertEquals(
        List.of(
            "argument 1: unknown flag -azure-storage-account-key...; did you mean"
                + " -azure-storage-account-key?"),
        problems("-azure-storage-account-key:MARKER"));
    assertEquals(
        List.of(
            "argument 1: -azure-storage-account-key-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        problems("-azure-storage-account-key-file " + BASE64));
    assertEquals(
        List.of("argument 3: unknown flag -s3-bucket-volume; -help prints all flags"),
        problems("-azure-sas-token begin -s3-bucket-volume b -volume /a"));
    assertEquals(
        List.of(
            "argument 3: \"https://...@h\" is not a flag; every argument is a flag or the value of"
                + " one"),
        problems("-volume /a https://u:pw@h"));
  }

  @Test
  void anUnknownFlagTellsOfPluginsThatAreMissing() {
    VolumeSchemas broken = VolumeSchemas.of(List.of(), List.of("s3.jar could not be loaded"));
    assertEquals(
        "argument 1: unknown flag -s3-region; -help prints all flags (s3.jar could not be loaded)",
        assertThrows(
                ConfigException.class,
                () ->
                    VolumeFlags.parse(List.of("-s3-region", "here"), broken, TestSchemas.KEEPSTORE))
            .getMessage());
  }

  @Test
  void theNameOfAKeySuggestsItsFlag() {
    assertEquals(
        List.of("argument 1: unknown flag -root; did you mean -volume?"), problems("-root /a"));
    assertEquals(
        List.of("argument 1: unknown flag -min-free; did you mean -posix-min-free?"),
        problems("--min-free=1GiB"));
  }

  @Test
  void everyBadValueOfAListIsAMistake() {
    assertEquals(
        List.of(
            "argument 1: -volume is \"a\\u0000\": it has control characters, expected a path",
            "argument 1: -volume is \"\": it is empty, expected a path",
            "argument 1: -volume: root is \"b\"; expected an absolute path"),
        problems("-volume a\0,/c,,b"));
  }

  @Test
  void aMistypedReplicationOfATypeHidesNoOtherMistake() {
    assertEquals(
        List.of(
            "argument 1: unknown flag -azure-storage-replicatoin; did you mean"
                + " -azure-storage-replication?",
            "argument 5: -azure-storage-container-volume: neither an account key nor a SAS token is"
                + " set; choose one"),
        problems("-azure-storage-replicatoin 5 -azure-storage-account-name a" + CONTAINER));
  }

  @Test
  void aValueOfASwitchIsNoFlagThatIsNear() {
    ConfigSchema application =
        ConfigSchema.ofApplication("server", "").key(ConfigKey.bool("falsy", "")).build();
    assertEquals(
        "argument 2: \"false\" is not a flag; a switch is set by -readonly=false",
        assertThrows(
                ConfigException.class,
                () ->
                    VolumeFlags.parse(List.of("-readonly", "false"), TestSchemas.ALL, application))
            .getMessage());
  }
}
