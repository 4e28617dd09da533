// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

/**
 * One call of a {@link Script}.
 *
 * @param deed what to do
 * @param block the number of the block
 * @param volume the number of the volume object
 * @param delay how many nanoseconds after the start it begins at the earliest
 */
record Step(Deed deed, int block, int volume, long delay) {
  String text() {
    return deed + ":" + block + ":" + volume + ":" + delay;
  }

  static Step parse(String text) {
    String[] fields = text.split(":", -1);
    return new Step(
        Deed.valueOf(fields[0]),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Long.parseLong(fields[3]));
  }
}
