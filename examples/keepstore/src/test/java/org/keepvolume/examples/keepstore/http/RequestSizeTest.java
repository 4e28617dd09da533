// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSizeTest {
  private static final String HASH = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "/HASH+18, 18",
    "//HASH+18+Zx, 18",
    "/HASH+0, 0",
    "/HASH%2B18, 18",
    "/HASH%2b67108864%2BA0, 67108864",
    "/HASH+00000000067108864, 67108864",
    "/HASH+000, 0",
    "/HASH+67108864, 67108864",
    "/index, 0",
    "/%zz, 0",
  })
  void sizeIsThatOfTheLocatorHoweverItIsWritten(String path, long bytes) {
    assertEquals(bytes, RequestSize.wanted(path.replace("HASH", HASH)));
  }

  @ParameterizedTest
  @CsvSource({
    "/HASH",
    "/%30123456789abcdef0123456789abcdef",
    "/HASH+A0",
    "/HASH++18",
    "/HASH+18x",
    "/HASH+999999999",
    "/HASH+99999999999999999999",
  })
  void blockOfWhichNoSizeIsKnownMayHaveAny(String path) {
    assertEquals(Long.MAX_VALUE, RequestSize.wanted(path.replace("HASH", HASH)));
  }
}
