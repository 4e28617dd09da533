// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test of the kit that has no clause of its own: each violation names the one it breaks.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NamesClauses {}
