// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

/**
 * When a call was made.
 *
 * @param device from its start to its end by the clock that stamps blocks
 * @param clock the same by the clock that the volumes were opened with
 */
record When(Span device, Span clock) {}
