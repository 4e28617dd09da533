// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.CheckReturnValue;

/**
 * One step of a walk: a call on a volume, or something that happens around it.
 *
 * <p>Every step is legal in every state, so that any part of a walk is a walk. What a fixture or
 * its capabilities cannot do is left out when the walk runs. {@link Steps} makes them; {@code
 * toString} is the Java expression that does.
 *
 * <p>Blocks go by number: 0 has no bytes, 1 has one, 2 has 4096, 3 has 65 537, and 4 has 128 of
 * which two variants have one MD5. Variants are 0 and, of block 4, 1.
 */
@CheckReturnValue
public sealed interface Step
    permits BlockStep,
        Step.EmptyTrash,
        Step.Index,
        Step.IndexWhile,
        Step.IndexTrash,
        Step.Advance,
        Step.Reopen,
        Step.OnSecondVolume,
        Step.FailNext,
        Step.CancelNext {
  /**
   * Returns steps that would be simpler to read, the simplest first; for shrinking.
   *
   * @return none if there are none
   */
  default List<Step> simpler() {
    return List.of();
  }

  /**
   * Returns the same step about another block.
   *
   * @param from the number of the block that is to be replaced
   * @param to the number of the other
   * @return this step if it is not about that block
   */
  default Step renamed(int from, int to) {
    return this;
  }

  /**
   * Writes a block.
   *
   * @param block its number
   * @param variant which bytes
   */
  record Write(int block, int variant) implements BlockStep {
    @Override
    public Write on(int other) {
      return new Write(other, 0);
    }

    @Override
    public List<Step> simpler() {
      List<Step> simpler = new ArrayList<>(BlockStep.super.simpler());
      if (variant > 0) {
        simpler.add(new Write(block, 0));
      }
      return simpler;
    }

    @Override
    public String toString() {
      return "write(" + block + ", " + variant + ")";
    }
  }

  /**
   * Puts a block on the device behind the volume's back.
   *
   * @param block its number
   * @param variant which bytes
   */
  record Put(int block, int variant) implements BlockStep {
    @Override
    public Put on(int other) {
      return new Put(other, 0);
    }

    @Override
    public String toString() {
      return "put(" + block + ", " + variant + ")";
    }
  }

  /**
   * Reads a block.
   *
   * @param block its number
   */
  record Read(int block) implements BlockStep {
    @Override
    public Read on(int other) {
      return new Read(other);
    }

    @Override
    public String toString() {
      return "read(" + block + ")";
    }
  }

  /**
   * Asks for size and mtime.
   *
   * @param block its number
   */
  record Stat(int block) implements BlockStep {
    @Override
    public Stat on(int other) {
      return new Stat(other);
    }

    @Override
    public String toString() {
      return "stat(" + block + ")";
    }
  }

  /**
   * Touches a block.
   *
   * @param block its number
   */
  record Touch(int block) implements BlockStep {
    @Override
    public Touch on(int other) {
      return new Touch(other);
    }

    @Override
    public String toString() {
      return "touch(" + block + ")";
    }
  }

  /**
   * Trashes a block.
   *
   * @param block its number
   */
  record Trash(int block) implements BlockStep {
    @Override
    public Trash on(int other) {
      return new Trash(other);
    }

    @Override
    public String toString() {
      return "trash(" + block + ")";
    }
  }

  /**
   * Trashes a block if its mtime is the one that a stat or index has shown last.
   *
   * @param block its number
   */
  record TrashIfUnchanged(int block) implements BlockStep {
    @Override
    public TrashIfUnchanged on(int other) {
      return new TrashIfUnchanged(other);
    }

    @Override
    public String toString() {
      return "trashIfUnchanged(" + block + ")";
    }
  }

  /**
   * Restores a block.
   *
   * @param block its number
   */
  record Untrash(int block) implements BlockStep {
    @Override
    public Untrash on(int other) {
      return new Untrash(other);
    }

    @Override
    public String toString() {
      return "untrash(" + block + ")";
    }
  }

  /**
   * Changes the bytes of a live block behind the volume's back.
   *
   * @param block its number
   */
  record Damage(int block) implements BlockStep {
    @Override
    public Damage on(int other) {
      return new Damage(other);
    }

    @Override
    public String toString() {
      return "damage(" + block + ")";
    }
  }

  /** Sweeps. */
  record EmptyTrash() implements Step {
    @Override
    public String toString() {
      return "emptyTrash()";
    }
  }

  /**
   * Lists the blocks that begin as one of them does.
   *
   * @param block the number of that block
   * @param digits how many digits of its hash are the prefix
   */
  record Index(int block, int digits) implements Step {
    @Override
    public List<Step> simpler() {
      return digits > 0 || block > 0 ? List.of(new Index(0, 0)) : List.of();
    }

    @Override
    public String toString() {
      return "index(" + block + ", " + digits + ")";
    }
  }

  /**
   * Lists all blocks, and takes another step when the first is shown.
   *
   * @param step a write, touch, trash or untrash
   */
  record IndexWhile(Step step) implements Step {
    @Override
    public Step renamed(int from, int to) {
      return new IndexWhile(step.renamed(from, to));
    }

    @Override
    public List<Step> simpler() {
      return List.of(new Index(0, 0), step);
    }

    @Override
    public String toString() {
      return "indexWhile(" + step + ")";
    }
  }

  /**
   * Lists the trashed copies that begin as a block does.
   *
   * @param block the number of that block
   * @param digits how many digits of its hash are the prefix
   */
  record IndexTrash(int block, int digits) implements Step {
    @Override
    public List<Step> simpler() {
      return digits > 0 || block > 0 ? List.of(new IndexTrash(0, 0)) : List.of();
    }

    @Override
    public String toString() {
      return "indexTrash(" + block + ", " + digits + ")";
    }
  }

  /**
   * Moves the clock.
   *
   * @param by how far; may be negative
   */
  record Advance(Duration by) implements Step {
    @Override
    public List<Step> simpler() {
      List<Step> simpler = new ArrayList<>();
      if (!by.isNegative()) {
        for (Boundary boundary : Boundary.values()) {
          simpler.add(new AdvanceTo(boundary, 0, 2));
        }
      }
      return simpler;
    }

    @Override
    public String toString() {
      return "advance(" + Sequence.java(by) + ")";
    }
  }

  /**
   * Moves the clock forward to a boundary of a block, if that is still to come.
   *
   * @param boundary which
   * @param block the block's number
   * @param seconds how long after it; negative: before
   */
  record AdvanceTo(Boundary boundary, int block, int seconds) implements BlockStep {
    @Override
    public AdvanceTo on(int other) {
      return new AdvanceTo(boundary, other, seconds);
    }

    @Override
    public List<Step> simpler() {
      List<Step> simpler = new ArrayList<>(BlockStep.super.simpler());
      if (seconds != 2) {
        simpler.add(new AdvanceTo(boundary, block, 2));
      }
      return simpler;
    }

    @Override
    public String toString() {
      return "advanceTo(" + boundary + ", " + block + ", " + seconds + ")";
    }
  }

  /** Closes the volume and opens another on the device. */
  record Reopen() implements Step {
    @Override
    public String toString() {
      return "reopen()";
    }
  }

  /**
   * Takes a step on a second volume object, which stays open for the whole walk.
   *
   * @param step a call or a reopening
   */
  record OnSecondVolume(Step step) implements Step {
    @Override
    public Step renamed(int from, int to) {
      return new OnSecondVolume(step.renamed(from, to));
    }

    @Override
    public List<Step> simpler() {
      List<Step> simpler = new ArrayList<>(List.of(step));
      step.simpler().forEach(one -> simpler.add(new OnSecondVolume(one)));
      return simpler;
    }

    @Override
    public String toString() {
      return "onSecondVolume(" + step + ")";
    }
  }

  /**
   * Lets the next call fail.
   *
   * @param kind how
   */
  record FailNext(FaultKind kind) implements Step {
    @Override
    public String toString() {
      return "failNext(" + kind + ")";
    }
  }

  /** Interrupts the calling thread just before the next call. */
  record CancelNext() implements Step {
    @Override
    public String toString() {
      return "cancelNext()";
    }
  }
}
