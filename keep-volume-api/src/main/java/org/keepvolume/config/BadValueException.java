// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

/**
 * A text is no value of a key; the message has the text, unless it is a secret, and what was
 * expected.
 */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  BadValueException(String message) {
    super(message);
  }
}
