// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import com.google.common.base.Strings;
import com.google.common.math.LongMath;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/**
 * The name of a request in the logs of all services that it passes through.
 *
 * @param text {@code X-Request-Id}, or one of the original's form: {@code req-} and 20 digits in
 *     base 36
 */
public record RequestId(String text) {
  /** The header, in requests and answers. */
  public static final String HEADER = "X-Request-Id";

  private static final int RADIX = 36;

  /** Of each of the two numbers in a name. */
  private static final int DIGITS = 10;

  private static final long LIMIT = LongMath.checkedPow(RADIX, DIGITS);

  // What cannot break a line of a log, nor fill it.
  private static final Pattern TAKEN = Pattern.compile("[!-~]{1,100}");

  static RequestId of(@Nullable String given) {
    if (given != null && TAKEN.matcher(given).matches()) {
      return new RequestId(given);
    }
    // A name is no secret, and a source of secrets has a lock that all requests would wait for.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new RequestId("req-" + digits(random.nextLong(LIMIT)) + digits(random.nextLong(LIMIT)));
  }

  private static String digits(long number) {
    return Strings.padStart(Long.toString(number, RADIX), DIGITS, '0');
  }

  @Override
  public String toString() {
    return text;
  }
}
