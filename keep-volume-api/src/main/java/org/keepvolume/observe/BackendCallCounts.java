// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

/**
 * The requests or system calls of one name that a backend made.
 *
 * @param succeeded how many did what was asked
 * @param failed how many did not
 * @param nanos the time that all took together, in nanoseconds
 */
public record BackendCallCounts(long succeeded, long failed, long nanos) {}
