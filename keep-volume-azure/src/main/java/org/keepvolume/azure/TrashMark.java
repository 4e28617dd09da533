// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.google.common.base.Ascii;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The metadata that marks a blob as trash: {@code expires_at}, Arvados Keep's, in unix seconds.
 *
 * <p>Absent or empty is a live block; empty is what the original's untrash leaves. Something that
 * is no number is trash without a deadline, which no sweep removes. Keys are compared without
 * regard to case, since the service gives them back as they were stored.
 */
final class TrashMark {
  static final String KEY = "expires_at";

  private static final int MOST_DIGITS = 11;

  private TrashMark() {}

  /** Returns the mark's value; empty for a live block. */
  static Optional<String> find(@Nullable Map<String, String> metadata) {
    if (metadata == null) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      // Listings have null for an empty value.
      if (isMark(entry.getKey()) && entry.getValue() != null && !entry.getValue().isEmpty()) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /** Returns the deadline that a value names; empty if it is no number. */
  static Optional<Instant> deadline(String value) {
    if (value.isEmpty() || value.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    return Optional.of(Instant.ofEpochSecond(Long.parseLong(value)));
  }

  /** Returns the value for a deadline, whose fraction of a second is cut off. */
  static String value(Instant deadline) {
    return Long.toString(deadline.getEpochSecond());
  }

  /** Returns metadata with another mark, and else the same. */
  static Map<String, String> with(Map<String, String> metadata, String value) {
    Map<String, String> marked = without(metadata);
    marked.put(KEY, value);
    return marked;
  }

  /** Returns metadata without the mark, and else the same. */
  static Map<String, String> without(Map<String, String> metadata) {
    Map<String, String> rest = new LinkedHashMap<>(metadata);
    rest.keySet().removeIf(TrashMark::isMark);
    return rest;
  }

  private static boolean isMark(String key) {
    return Ascii.equalsIgnoreCase(key, KEY);
  }
}
