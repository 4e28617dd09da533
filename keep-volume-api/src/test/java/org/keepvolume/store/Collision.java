// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.HexFormat;
import org.keepvolume.BlockHash;

/**
 * Two different blocks of one MD5.
 *
 * <p>From X. Wang, D. Feng, X. Lai, H. Yu: Collisions for Hash Functions MD4, MD5, HAVAL-128 and
 * RIPEMD, Cryptology ePrint 2004/199.
 */
final class Collision {
  static final BlockHash HASH = BlockHash.parse("79054025255fb1a26e4bc422aef54eb4");

  private static final String START = "d131dd02c5e6eec4693d9a0698aff95c2fcab5";

  private Collision() {}

  static byte[] one() {
    return HexFormat.of()
        .parseHex(
            START
                + "8712467eab4004583eb8fb7f8955ad340609f4b30283e488832571415a085125e8f7cdc99fd91d"
                + "bdf280373c5bd8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0e9"
                + "9f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70");
  }

  static byte[] other() {
    return HexFormat.of()
        .parseHex(
            START
                + "0712467eab4004583eb8fb7f8955ad340609f4b30283e4888325f1415a085125e8f7cdc99fd91d"
                + "bd7280373c5bd8823e3156348f5bae6dacd436c919c6dd53e23487da03fd02396306d248cda0e9"
                + "9f33420f577ee8ce54b67080280d1ec69821bcb6a8839396f965ab6ff72a70");
  }
}
