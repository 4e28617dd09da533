// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.base.CharMatcher;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.keepvolume.VolumeException;
import org.keepvolume.examples.keepstore.http.ClientGoneException;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.examples.keepstore.http.RequestId;
import org.keepvolume.examples.keepstore.http.RequestListener;
import org.keepvolume.examples.keepstore.protocol.RequestGauge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Counts requests, and logs a line for each.
 *
 * <p>It is one of information, whatever became of the request, so that none is ever held back. What
 * a person should know of a request that failed is a warning beside it; what a client did is not.
 */
final class RequestWatch implements RequestListener, RequestGauge {
  private static final Logger LOG = LoggerFactory.getLogger("request");
  private static final String REQUEST_ID = "RequestID";

  /** A signature in a locator, and whatever is hexadecimal and longer than a hash. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?<=(?:\\+|%2[Bb])[AR])(?:(?!%40)[^+/@])+|(?:(?<!\\+|%2[Bb])|(?!A))[0-9a-fA-F]{33,}");

  /** A character that is written as a code, which a proxy may have written as a code again. */
  private static final Pattern CODE = Pattern.compile("%(?:25)*([0-9a-fA-F]{2})");

  private static final CharMatcher LETTER_OR_DIGIT =
      CharMatcher.inRange('0', '9')
          .or(CharMatcher.inRange('a', 'z'))
          .or(CharMatcher.inRange('A', 'Z'));

  /** Of a slash and a hash: what is not longer has neither a signature nor a token in it. */
  private static final int PLAIN_LENGTH = 33;

  /** The places of a second that are logged. */
  private static final int MICROS = 6;

  private final AtomicInteger current = new AtomicInteger();
  private final int max;

  RequestWatch(int max) {
    this.max = max;
  }

  @Override
  public void started(RequestId id) {
    current.incrementAndGet();
    MDC.put(REQUEST_ID, id.text());
  }

  @Override
  public void finished(FinishedRequest request) {
    current.decrementAndGet();
    Throwable failure = request.failure();
    boolean isClients = failure instanceof ClientGoneException;
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("remoteAddr", request.client())
            .addKeyValue("reqMethod", request.method())
            .addKeyValue("reqPath", withoutSignature(request.path()))
            .addKeyValue("reqBytes", request.bytesIn())
            .addKeyValue("respStatusCode", request.status())
            .addKeyValue("respBytes", request.bytesOut())
            .addKeyValue("timeTotal", BigDecimal.valueOf(request.nanos() / 1000, MICROS));
    if (isClients) {
      line = line.addKeyValue("error", failure.getMessage());
    }
    line.log("response");
    if (failure != null && !isClients) {
      warn(request, failure);
    }
    MDC.remove(REQUEST_ID);
  }

  private static void warn(FinishedRequest request, Throwable failure) {
    LoggingEventBuilder line =
        LOG.atWarn()
            .addKeyValue("operation", request.method())
            .addKeyValue("respStatusCode", request.status());
    if (failure instanceof VolumeException e && e.volume().isPresent()) {
      line = line.addKeyValue("device", e.volume().get());
    }
    line = line.addKeyValue("error", words(failure));
    if (failure instanceof RuntimeException || failure instanceof Error) {
      line = line.setCause(failure); // a mistake of ours, which is to be found
    }
    line.log("a request failed");
  }

  /** Returns what failed, and what else had failed before. */
  private static String words(Throwable failure) {
    String others =
        Arrays.stream(failure.getSuppressed())
            .map(RequestWatch::message)
            .collect(Collectors.joining("; "));
    return message(failure) + (others.isEmpty() ? "" : "; before that: " + others);
  }

  private static String message(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** Who has a signature, and the token that it was made for, may read the block. */
  private static String withoutSignature(String path) {
    if (path.length() <= PLAIN_LENGTH) {
      return path; // nearly all: the look at each character would be a sixth of a small request
    }
    String plain =
        path.indexOf('%') < 0 ? path : CODE.matcher(path).replaceAll(RequestWatch::decoded);
    return SIGNATURE.matcher(plain).replaceAll("<redacted>");
  }

  /** Returns a letter or digit as it is, and the code of any other character, which may be none. */
  private static String decoded(MatchResult code) {
    char meant = (char) Integer.parseInt(code.group(1), 16);
    return LETTER_OR_DIGIT.matches(meant) ? String.valueOf(meant) : "%" + code.group(1);
  }

  @Override
  public int current() {
    return current.get();
  }

  @Override
  public int max() {
    return max;
  }
}
