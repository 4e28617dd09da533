// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Mechanics that leave out one of the syncs, or make light of its failure. */
final class WrongSyncs extends Mechanics {
  private final Syncs syncs;

  private WrongSyncs(Syncs syncs) {
    this.syncs = syncs;
  }

  @Override
  Syncs syncs(Durability durability) {
    return durability == Durability.FULL ? syncs : super.syncs(durability);
  }

  static Mechanics withoutContent() {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void content(FileChannel file) {}
        });
  }

  /** Leaves out what one class wants synced of names in directories. */
  static Mechanics withoutNames(Class<?> caller) {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void names(Path directory) throws IOException {
            if (!isCalledBy(caller)) {
              super.names(directory);
            }
          }
        });
  }

  /** Leaves out what one class wants synced of times. */
  static Mechanics withoutTimes(Class<?> caller) {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void times(Path file) throws IOException {
            if (!isCalledBy(caller)) {
              super.times(file);
            }
          }
        });
  }

  static Mechanics ofContentTriedAgain() {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void content(FileChannel file) throws IOException {
            try {
              super.content(file);
            } catch (IOException e) {
              super.content(file);
            }
          }
        });
  }

  /** Passes over a failure of what one class wants synced of names in directories. */
  static Mechanics ofNamesPassedOver(Class<?> caller) {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void names(Path directory) throws IOException {
            try {
              super.names(directory);
            } catch (IOException e) {
              throwUnlessCalledBy(caller, e);
            }
          }
        });
  }

  /** Passes over a failure of what one class wants synced of times. */
  static Mechanics ofTimesPassedOver(Class<?> caller) {
    return new WrongSyncs(
        new Syncs() {
          @Override
          void times(Path file) throws IOException {
            try {
              super.times(file);
            } catch (IOException e) {
              throwUnlessCalledBy(caller, e);
            }
          }
        });
  }

  private static void throwUnlessCalledBy(Class<?> caller, IOException failure) throws IOException {
    if (!isCalledBy(caller)) {
      throw failure;
    }
  }

  private static boolean isCalledBy(Class<?> caller) {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == caller));
  }
}
