// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

/** What a client does, and what it sees, in the words of the table. */
@FunctionalInterface
interface Exchange {
  String seen(Scene scene) throws Exception;
}
