// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import javax.annotation.Nullable;

/** An answer that ends a request early: a status, and a line for people. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Makes a refusal.
   *
   * @param status the HTTP status, 400 to 599
   * @param text what the client is told; empty: no body
   */
  public Refusal(int status, String text) {
    this(status, text, null);
  }

  /**
   * Makes a refusal that somebody should know the reason of.
   *
   * @param status as above
   * @param text as above
   * @param reason goes into the log, not to the client
   */
  public Refusal(int status, String text, @Nullable Throwable reason) {
    super(text, reason, false, false);
    this.status = status;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns what the client is told. */
  public String text() {
    return getMessage();
  }
}
