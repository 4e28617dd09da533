// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

/** What a test does in the middle of an exchange. */
@FunctionalInterface
public interface Hook {
  /**
   * Acts, on the thread of the connection. Requests that it makes count like all others.
   *
   * @throws Exception if it failed, which breaks the connection and fails the test at its end
   */
  void run() throws Exception;
}
