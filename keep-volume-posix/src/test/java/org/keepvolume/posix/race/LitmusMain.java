// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.keepvolume.posix.RaceVolumes;

/**
 * The other side of a {@link LitmusTest} as a process: a line of its input is a deed and rounds.
 */
final class LitmusMain {
  private LitmusMain() {}

  public static void main(String[] args) throws Exception {
    RaceBlocks blocks = new RaceBlocks(Long.parseLong(args[2]));
    var volumes = LitmusSide.open(Path.of(args[0]), RaceVolumes.Variant.valueOf(args[3]));
    LitmusSide side =
        new LitmusSide(Path.of(args[1]), volumes, blocks, Long.parseLong(args[2]) + 1);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t", -1);
      side.follow(Deed.valueOf(words[0]), Integer.parseInt(words[1]));
    }
  }
}
