// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** Changes a page of a listing, so that it says less than there is. */
enum ListingEdit {
  /** Says that this was the last page. */
  NO_MARKER {
    @Override
    @Nullable
    byte[] edit(byte[] page) {
      Matcher marker = MARKER.matcher(new String(page, UTF_8));
      return marker.find() ? marker.replaceFirst("<NextMarker />").getBytes(UTF_8) : null;
    }
  },
  /** Ends in the middle of the XML, though not of the message. */
  HALF {
    @Override
    @Nullable
    byte[] edit(byte[] page) {
      return page.length < 2 ? null : Arrays.copyOf(page, page.length / 2);
    }
  };

  private static final Pattern MARKER = Pattern.compile("<NextMarker>[^<]+</NextMarker>");

  /** Returns the page to send instead; null if there is nothing to change. */
  @Nullable
  abstract byte[] edit(byte[] page);
}
