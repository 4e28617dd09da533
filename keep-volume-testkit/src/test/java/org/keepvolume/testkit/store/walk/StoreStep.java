// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One step of a walk on a store: a call, or something that happens around it. */
sealed interface StoreStep permits StoreStep.Call, StoreStep.Put, StoreStep.Advance {
  /** How many blocks there are. */
  int BLOCKS = 3;

  /** The mounts; the last one is read-only. */
  List<String> MOUNTS = List.of("A", "B", "C");

  /** What goes wrong on one mount during one call of the store. */
  enum Fault {
    NONE,
    /** Each call fails before anything is done. */
    UNAVAILABLE,
    /** Each change is made, and its answer lost. */
    ANSWER_LOST,
    /** Each read delivers a wrong bit. */
    DAMAGED_READ,
    /** Each write finds no room. */
    FULL
  }

  /** What a store is asked to do. */
  enum Kind {
    WRITE,
    WRITE_TWO_REPLICAS,
    READ,
    READ_INTO_SINK,
    STAT,
    TOUCH,
    TRASH,
    UNTRASH,
    INDEX,
    /** After so long that everything in the trash is past its deadline. */
    EMPTY_TRASH
  }

  /** Returns steps that would be simpler to read, the simplest first. */
  default List<StoreStep> simpler() {
    return List.of();
  }

  /** Returns the same step about block 0. */
  default StoreStep onFirstBlock(int from) {
    return this;
  }

  /**
   * A call of the store.
   *
   * @param kind what is asked
   * @param block the number of a block; without meaning for calls about all
   * @param faults what goes wrong on each mount
   */
  record Call(Kind kind, int block, List<Fault> faults) implements StoreStep {
    static Call of(Kind kind, int block) {
      return new Call(kind, block, Collections.nCopies(MOUNTS.size(), Fault.NONE));
    }

    Fault fault(int mount) {
      return faults.get(mount);
    }

    @Override
    public List<StoreStep> simpler() {
      List<StoreStep> simpler = new ArrayList<>();
      for (int mount = 0; mount < faults.size(); mount++) {
        if (faults.get(mount) != Fault.NONE) {
          List<Fault> fewer = new ArrayList<>(faults);
          fewer.set(mount, Fault.NONE);
          simpler.add(new Call(kind, block, List.copyOf(fewer)));
        }
      }
      return simpler;
    }

    @Override
    public StoreStep onFirstBlock(int from) {
      return block == from ? new Call(kind, 0, faults) : this;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(words(kind) + " " + block);
      for (int mount = 0; mount < faults.size(); mount++) {
        if (faults.get(mount) != Fault.NONE) {
          text.append(", ").append(MOUNTS.get(mount)).append(": ").append(words(faults.get(mount)));
        }
      }
      return text.toString();
    }
  }

  /**
   * Something comes to a device behind the store's back.
   *
   * @param mount whose device
   * @param block the number of the block
   * @param content good or damaged bytes
   */
  record Put(int mount, int block, Held.Content content) implements StoreStep {
    @Override
    public StoreStep onFirstBlock(int from) {
      return block == from ? new Put(mount, 0, content) : this;
    }

    @Override
    public String toString() {
      return "put " + words(content) + " " + block + " on " + MOUNTS.get(mount);
    }
  }

  /** All copies grow old enough to be trashed. */
  record Advance() implements StoreStep {
    @Override
    public String toString() {
      return "advance";
    }
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
