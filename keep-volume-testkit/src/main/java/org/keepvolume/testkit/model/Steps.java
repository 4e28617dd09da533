// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import javax.annotation.CheckReturnValue;

/** Makes the steps of a walk; to be imported statically. */
@CheckReturnValue
public final class Steps {
  private Steps() {}

  /**
   * Writes a block.
   *
   * @param block its number
   * @param variant which bytes
   * @return the step
   */
  public static Step write(int block, int variant) {
    return new Step.Write(block, variant);
  }

  /**
   * Puts a block on the device behind the volume's back.
   *
   * @param block its number
   * @param variant which bytes
   * @return the step
   */
  public static Step put(int block, int variant) {
    return new Step.Put(block, variant);
  }

  /**
   * Reads a block.
   *
   * @param block its number
   * @return the step
   */
  public static Step read(int block) {
    return new Step.Read(block);
  }

  /**
   * Asks for size and mtime.
   *
   * @param block its number
   * @return the step
   */
  public static Step stat(int block) {
    return new Step.Stat(block);
  }

  /**
   * Touches a block.
   *
   * @param block its number
   * @return the step
   */
  public static Step touch(int block) {
    return new Step.Touch(block);
  }

  /**
   * Trashes a block.
   *
   * @param block its number
   * @return the step
   */
  public static Step trash(int block) {
    return new Step.Trash(block);
  }

  /**
   * Trashes a block if its mtime is the one that a stat or index has shown last.
   *
   * @param block its number
   * @return the step
   */
  public static Step trashIfUnchanged(int block) {
    return new Step.TrashIfUnchanged(block);
  }

  /**
   * Restores a block.
   *
   * @param block its number
   * @return the step
   */
  public static Step untrash(int block) {
    return new Step.Untrash(block);
  }

  /**
   * Changes the bytes of a live block behind the volume's back.
   *
   * @param block its number
   * @return the step
   */
  public static Step damage(int block) {
    return new Step.Damage(block);
  }

  /**
   * Sweeps.
   *
   * @return the step
   */
  public static Step emptyTrash() {
    return new Step.EmptyTrash();
  }

  /**
   * Lists the blocks that begin as one of them does.
   *
   * @param block the number of that block
   * @param digits how many digits of its hash are the prefix
   * @return the step
   */
  public static Step index(int block, int digits) {
    return new Step.Index(block, digits);
  }

  /**
   * Lists all blocks, and takes another step when the first is shown.
   *
   * @param step a write, touch, trash or untrash
   * @return the step
   */
  public static Step indexWhile(Step step) {
    return new Step.IndexWhile(step);
  }

  /**
   * Lists the trashed copies that begin as a block does.
   *
   * @param block the number of that block
   * @param digits how many digits of its hash are the prefix
   * @return the step
   */
  public static Step indexTrash(int block, int digits) {
    return new Step.IndexTrash(block, digits);
  }

  /**
   * Moves the clock.
   *
   * @param by how far; may be negative
   * @return the step
   */
  public static Step advance(Duration by) {
    return new Step.Advance(by);
  }

  /**
   * Moves the clock forward to a boundary of a block, if that is still to come.
   *
   * @param boundary which
   * @param block the block's number
   * @param seconds how long after it; negative: before
   * @return the step
   */
  public static Step advanceTo(Boundary boundary, int block, int seconds) {
    return new Step.AdvanceTo(boundary, block, seconds);
  }

  /**
   * Closes the volume and opens another on the device.
   *
   * @return the step
   */
  public static Step reopen() {
    return new Step.Reopen();
  }

  /**
   * Takes a step on a second volume object, which stays open for the whole walk.
   *
   * @param step a call or a reopening
   * @return the step
   */
  public static Step onSecondVolume(Step step) {
    return new Step.OnSecondVolume(step);
  }

  /**
   * Lets the next call fail.
   *
   * @param kind how
   * @return the step
   */
  public static Step failNext(FaultKind kind) {
    return new Step.FailNext(kind);
  }

  /**
   * Interrupts the calling thread just before the next call.
   *
   * @return the step
   */
  public static Step cancelNext() {
    return new Step.CancelNext();
  }
}
