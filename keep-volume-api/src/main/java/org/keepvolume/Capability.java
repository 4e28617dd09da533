// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/**
 * What a volume can do or promise beyond reading, told by {@link Volume#capabilities}.
 *
 * <p>Each constant lists the methods it affects, or the clauses that hold only with it. Methods of
 * an absent capability throw {@link VolumeUnsupportedException}, or {@link VolumeReadOnlyException}
 * where a mount took it away ({@link Access}), and change nothing (CP-1).
 */
public enum Capability {
  /**
   * Takes new blocks: {@link Volume#write}, {@link Volume#touch}. Without it they refuse with "this
   * volume takes no writes".
   */
  WRITE("this volume takes no writes"),

  /**
   * Deletes with a way back: {@link Volume#trash}, {@link Volume#untrash}, {@link
   * Volume#indexTrash}, {@link Volume#emptyTrash}. Without it they refuse with "this volume has no
   * trash".
   */
  TRASH("this volume has no trash"),

  /**
   * Several processes, and hosts where the device serves several, may use the device at once: WR-1
   * between processes, TR-7, LC-4. Affects no method.
   */
  SHARED("this volume must not be shared between processes"),

  /**
   * What a call acknowledged survives power loss as far as the device can promise: WR-10, TM-5.
   * Affects no method.
   */
  DURABLE("this volume does not promise to survive power loss");

  private final String refusal;

  Capability(String refusal) {
    this.refusal = refusal;
  }

  /**
   * Returns the sentence that says what is missing where this capability is absent.
   *
   * @return a sentence without a full stop, the detail of the exception of CP-1
   */
  public String refusal() {
    return refusal;
  }
}
