// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;

/** The mistakes that people make with an account, and the one message that each gets. */
final class AzureMistakesTest {
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("test", "A test").build();
  private static final VolumeProviders PROVIDERS = VolumeProviders.of(new AzureVolumeProvider());

  private static final String NAME = "-azure-storage-account-name acct ";
  private static final String KEYED = NAME + "-azure-storage-account-key " + Canaries.KEY + " ";
  private static final String EMULATED = "-azure-storage-account-name devstoreaccount1 ";
  private static final String CONTAINER = "-azure-storage-container-volume blocks";
  private static final String OF_CONTAINER = "-azure-storage-container-volume: ";
  private static final String CONNECTION =
      "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=" + Canaries.KEY;

  @TempDir Path dir;

  static Stream<Arguments> flags() {
    return Stream.of(
        arguments(
            CONTAINER,
            "argument 1: "
                + OF_CONTAINER
                + "storage-account-name is not set; expected an account, or a connection string"),
        arguments(
            NAME + CONTAINER,
            "argument 3: "
                + OF_CONTAINER
                + "no account key, SAS token or connection string is set; expected one of"
                + " storage-account-key-file, storage-sas-token-file,"
                + " storage-connection-string-file, storage-account-key, storage-sas-token,"
                + " storage-connection-string"),
        arguments(
            KEYED + "-azure-storage-account-key-file k " + CONTAINER,
            "argument 7: "
                + OF_CONTAINER
                + "storage-account-key-file and storage-account-key are set; choose one, for each"
                + " volume in a config file if need be"),
        arguments(
            KEYED + "-azure-storage-sas-token " + Canaries.SAS + " " + CONTAINER,
            "argument 7: "
                + OF_CONTAINER
                + "storage-account-key and storage-sas-token are set; choose one, for each volume in"
                + " a config file if need be"),
        arguments(
            KEYED
                + "-azure-storage-endpoint https://b.example.com -azure-storage-endpoint-suffix"
                + " core.windows.net "
                + CONTAINER,
            "argument 9: "
                + OF_CONTAINER
                + "storage-endpoint and storage-endpoint-suffix are set; choose one"),
        arguments(
            "-azure-storage-connection-string "
                + CONNECTION
                + " -azure-storage-endpoint https://b.example.com "
                + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "storage-endpoint is set beside storage-connection-string, which has an endpoint"
                + " of its own; choose one"),
        arguments(
            "-azure-storage-account-name other -azure-storage-connection-string "
                + CONNECTION
                + " "
                + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "storage-connection-string: the connection string is of acct, and"
                + " storage-account-name is not"),
        arguments(
            "-azure-storage-connection-string AccountName=acct " + CONTAINER,
            "argument 3: "
                + OF_CONTAINER
                + "storage-connection-string: the connection string has neither AccountKey nor"
                + " SharedAccessSignature; expected one"),
        arguments(
            NAME + "-azure-storage-account-key " + Canaries.KEY.substring(1) + " " + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "storage-account-key: the account key is no base64: its end is missing, or"
                + " something follows it; expected it as the portal shows it, some 88 characters"),
        arguments(
            NAME
                + "-azure-storage-sas-token "
                + Canaries.SAS.replace("sig", "sog")
                + " "
                + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "storage-sas-token: the SAS token has no signature; expected parameters with &"
                + " between them, sig= among them"),
        arguments(
            NAME + "-azure-storage-account-key-file " + Canaries.KEY + " " + CONTAINER,
            "argument 3: -azure-storage-account-key-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        arguments(
            NAME + "-azure-storage-sas-token-file " + Canaries.SAS + " " + CONTAINER,
            "argument 3: -azure-storage-sas-token-file is <redacted>: it looks like a secret itself,"
                + " expected the path of a file"),
        arguments(
            "-azure-storage-connection-string-file " + CONNECTION + " " + CONTAINER,
            "argument 1: -azure-storage-connection-string-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        arguments(
            "-azure-storage-account-name "
                + Canaries.KEY
                + " "
                + EMULATED.replace("name", "nam")
                + CONTAINER,
            "argument 3: unknown flag -azure-storage-account-nam; did you mean"
                + " -azure-storage-account-name?"),
        arguments(
            "-azure-storage-account-name "
                + Canaries.SAS
                + " -azure-storage-account-key-file k "
                + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "account name has 70 characters, some of them others; expected 3 to 24 lower-case"
                + " letters and digits"),
        arguments(
            "-azure-storage-account-name Acct -azure-storage-account-key-file k " + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "account name is \"Acct\"; expected 3 to 24 lower-case letters and digits"),
        arguments(
            KEYED + "-azure-storage-endpoint acct.example.com " + CONTAINER,
            "argument 7: "
                + OF_CONTAINER
                + "the endpoint is not http or https and a host; expected it as"
                + " https://acct.blob.core.windows.net"),
        arguments(
            KEYED
                + "-azure-storage-endpoint https://acct.example.com/"
                + Canaries.SAS
                + " "
                + CONTAINER,
            "argument 7: "
                + OF_CONTAINER
                + "the endpoint has a user, a query or a fragment; expected scheme, host and path"
                + " alone, and a SAS token in a setting of its own"),
        arguments(
            KEYED + "-azure-storage-endpoint-suffix https://core.windows.net " + CONTAINER,
            "argument 7: "
                + OF_CONTAINER
                + "the endpoint suffix is \"https://core.windows.net\"; expected the end of a host"
                + " name, such as core.windows.net"),
        arguments(
            EMULATED + "-azure-max-get-bytes 5 " + CONTAINER,
            "argument 5: " + OF_CONTAINER + "max get bytes is 5; expected 1024 to 67108864"),
        arguments(
            EMULATED + "-azure-max-get-bytes=-1 " + CONTAINER,
            "argument 3: -azure-max-get-bytes is \"-1\": expected a number of bytes from 0 to 1GiB,"
                + " such as 67108864 or 64MiB"),
        arguments(
            EMULATED + "-azure-request-timeout 0 " + CONTAINER,
            "argument 5: " + OF_CONTAINER + "data limit is PT0S; expected 1 ms to 1 day"),
        arguments(
            EMULATED + "-azure-progress-limit 2m " + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "progress limit is PT2M; expected 1 ms up to the control limit, PT1M"),
        arguments(
            EMULATED + "-azure-blob-prefix /keep " + CONTAINER,
            "argument 3: -azure-blob-prefix is \"/keep\": blob prefix is \"/keep\"; expected no"
                + " slash at its beginning or after another, and no dot before one, expected up to"
                + " 900 characters, such as keep/"),
        arguments(
            EMULATED + "-azure-service-version 2020 " + CONTAINER,
            "argument 5: "
                + OF_CONTAINER
                + "service version is \"2020\"; expected one that the storage client knows,"
                + " 2019-02-02 to 2026-10-06"),
        arguments(
            EMULATED + "-azure-parallel-ranges 17 " + CONTAINER,
            "argument 3: -azure-parallel-ranges is \"17\": expected a whole number from 1 to 16"),
        arguments(
            EMULATED + "-azure-storage-container-volume Blocks_1",
            "volume 1, azure{storage-account-name=devstoreaccount1, container-name=Blocks_1}:"
                + " container-name: expected 3 to 63 characters, lower case, digits, and single"
                + " dashes between them; did you mean blocks-1?"),
        arguments(
            EMULATED + "-azure-storage-container-volume " + Canaries.SAS,
            "volume 1, azure{storage-account-name=devstoreaccount1, container-name=<redacted>}:"
                + " container-name: expected 3 to 63 characters, lower case, digits, and single"
                + " dashes between them"));
  }

  static Stream<Arguments> files() {
    String portal = "; expected it as the portal shows it, some 88 characters";
    return Stream.of(
        arguments("account-key", "", "FILE is empty"),
        arguments(
            "account-key",
            Canaries.KEY + " " + Canaries.KEY,
            "FILE has white space inside; expected one secret and nothing else"),
        arguments(
            "account-key",
            Canaries.KEY.substring(0, 87),
            "the account key is no base64: its end is missing, or something follows it" + portal),
        arguments(
            "account-key",
            CONNECTION,
            "the account key is no base64: a character in it is none of A-Z, a-z, 0-9, +, / and ="
                + portal),
        arguments(
            "sas-token",
            Canaries.KEY,
            "the SAS token has no signature; expected parameters with & between them, sig= among"
                + " them"),
        arguments(
            "connection-string",
            Canaries.KEY,
            "part 1 of the connection string begins with none of the names that are known; expected"
                + " DefaultEndpointsProtocol, AccountName, AccountKey, SharedAccessSignature,"
                + " BlobEndpoint, EndpointSuffix, UseDevelopmentStorage, each with = and a value,"
                + " and semicolons between them"),
        arguments(
            "connection-string",
            CONNECTION + ";SharedAccessSignature=" + Canaries.SAS,
            "the connection string has both AccountKey and SharedAccessSignature; choose one"));
  }

  private static List<String> problems(String line) {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> {
              List<VolumeSpec> volumes =
                  VolumeFlags.parse(List.of(line.split(" ")), PROVIDERS.schemas(), APPLICATION)
                      .volumes();
              PROVIDERS.validate(volumes, Canaries::assertHidden);
            });
    Canaries.assertHidden(e);
    return e.problems().stream().map(ConfigProblem::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void mistakeOnACommandLineIsOneMessage(String line, String message) {
    assertEquals(List.of(message), problems(line));
  }

  @ParameterizedTest
  @MethodSource("files")
  void mistakeInAFileIsOneMessage(String kind, String text, String message) throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), text);
    String flags =
        "-azure-storage-account-name acct -azure-storage-"
            + kind
            + "-file "
            + file
            + " "
            + CONTAINER;
    String problem = problems(flags).stream().collect(Collectors.joining("\n"));
    String where = "}: storage-" + kind + "-file: ";
    assertEquals(
        message.replace("FILE", file.toString()),
        problem.substring(problem.indexOf(where) + where.length()));
  }
}
