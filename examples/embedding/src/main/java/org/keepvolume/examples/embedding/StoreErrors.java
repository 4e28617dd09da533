// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;
import org.keepvolume.CallOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says in HTTP what the store could not do. A client that went away is not the store's failure, and
 * its exception is none of these.
 *
 * <p>The messages name disks and directories, but no secrets: for a service within the house.
 */
@RestControllerAdvice
class StoreErrors {
  @ExceptionHandler
  ResponseEntity<String> volume(VolumeException e) {
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(status(e));
    if (e instanceof VolumeUnavailableException unavailable) {
      Optional<Long> seconds = unavailable.retryAfter().map(StoreErrors::roundedUp);
      seconds.ifPresent(s -> answer.header(HttpHeaders.RETRY_AFTER, s.toString()));
    }
    return answer.body(e.getMessage() + "\n");
  }

  private static long roundedUp(Duration wait) {
    return wait.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private static HttpStatus status(VolumeException e) {
    return switch (CallOutcome.of(e)) {
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case REFUSED -> HttpStatus.FORBIDDEN;
      case FULL -> HttpStatus.INSUFFICIENT_STORAGE;
      case UNAVAILABLE, CANCELLED -> HttpStatus.SERVICE_UNAVAILABLE;
      default -> HttpStatus.INTERNAL_SERVER_ERROR; // a damaged copy, or a person must look
    };
  }

  @ExceptionHandler({IllegalArgumentException.class, EOFException.class})
  ResponseEntity<String> badRequest(Exception e) {
    return ResponseEntity.badRequest().body(e.getMessage() + "\n");
  }
}
