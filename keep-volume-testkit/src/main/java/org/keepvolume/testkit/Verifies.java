// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the clause that a test of the kit verifies. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Verifies {
  /**
   * Returns the clause.
   *
   * @return the one clause that a failure of the test breaks
   */
  Clause value();
}
