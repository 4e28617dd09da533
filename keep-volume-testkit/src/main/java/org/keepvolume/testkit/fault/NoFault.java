// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import java.util.Set;

/** The fault of a call for which none is scripted. */
final class NoFault extends Fault {
  NoFault() {
    super("do nothing", Set.of(), "it is none");
  }

  @Override
  String excuse() {
    return "it is none";
  }
}
