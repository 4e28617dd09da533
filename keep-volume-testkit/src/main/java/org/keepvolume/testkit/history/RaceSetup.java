// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.List;
import org.keepvolume.TrashPolicy;

/**
 * What a side of a race begins with.
 *
 * @param seed where the blocks come from, the same for all sides
 * @param process the number of the process
 * @param start the time of {@link System#nanoTime} from which on the volumes' clock runs
 * @param policies how each volume object trashes
 */
public record RaceSetup(long seed, int process, long start, List<TrashPolicy> policies) {}
