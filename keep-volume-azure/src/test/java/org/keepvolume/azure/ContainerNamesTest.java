// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of containers, as the service takes them. */
final class ContainerNamesTest {
  private static final String EXPECTED =
      "expected 3 to 63 characters, lower case, digits, and single dashes between them";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "containera",
        "0-1-2",
        "a234567890123456789012345678901234567890123456789012345678901-3",
      })
  void goodNamesAreTaken(String name) {
    String cut = name.substring(0, Math.min(63, name.length()));
    assertEquals(Optional.empty(), ContainerNames.wrong(cut));
  }

  @ParameterizedTest
  @CsvSource({
    "containerA, containera",
    "My_Container, my-container",
    "a--b, a-b",
    "-abc-, abc",
    "keep.blocks, keep-blocks",
    "/blocks, blocks",
    "blocks/, blocks",
  })
  void nearNamesAreAskedAfter(String name, String meant) {
    assertEquals(
        Optional.of(EXPECTED + "; did you mean " + meant + "?"), ContainerNames.wrong(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "A",
        "-",
        "blöcke",
        "a/b",
        "a234567890123456789012345678901234567890123456789012345678901234",
        "abc\n",
      })
  void otherNamesAreRefused(String name) {
    assertEquals(Optional.of(EXPECTED), ContainerNames.wrong(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$root", "$web", "$logs", "$blobchangefeed"})
  void containersOfTheServiceAreNotOurs(String name) {
    assertEquals(
        Optional.of("the container " + name + " is the service's own; choose another"),
        ContainerNames.wrong(name));
  }
}
