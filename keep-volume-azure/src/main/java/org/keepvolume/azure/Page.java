// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;
import javax.annotation.concurrent.Immutable;

/**
 * One answer of a listing, less what is not the volume's.
 *
 * @param blocks the blocks on it, in the order of their hashes
 * @param date when the service answered; null if it did not tell
 * @param marker where the next page begins; null: there is none
 */
@Immutable
record Page(List<Listed> blocks, @Nullable Instant date, @Nullable String marker) {}
