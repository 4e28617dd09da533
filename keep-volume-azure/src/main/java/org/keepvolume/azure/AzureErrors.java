// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import javax.annotation.Nullable;

/**
 * Tells by status and error code, never by message, what a refusal of the service means.
 *
 * <p>The codes are those of the page "Blob service error codes" of the service's documentation;
 * docs/azure.md has the same table with what Azurite answers instead.
 */
final class AzureErrors {
  /** What one code means, and what a person can do about it. */
  private record Row(Meaning meaning, String remedy) {}

  private static final Row BUSY = new Row(Meaning.BUSY, "");
  private static final Row FAILURE = new Row(Meaning.FAILURE, "");

  private static final ImmutableMap<String, Row> CODES =
      ImmutableMap.<String, Row>builder()
          .put("404 BlobNotFound", new Row(Meaning.MISSING, ""))
          .put("404 ContainerNotFound", failure("the container does not exist"))
          .put("404 ResourceNotFound", failure("is the endpoint that of a blob service?"))
          .put("409 ContainerBeingDeleted", later("the container is being deleted"))
          .put("409 ContainerDisabled", later("the container is disabled"))
          .put("409 BlobArchived", later("the blob is in the archive tier; rehydrate it"))
          .put("409 BlobBeingRehydrated", later("the blob is being rehydrated from its tier"))
          .put("409 SnapshotsPresent", failure("the blob has snapshots; remove them first"))
          .put(
              "409 BlobImmutableDueToPolicy",
              failure("an immutability policy protects it; mount the volume read-only"))
          .put("409 InvalidBlobType", failure("it is no block blob"))
          .put("409 BlobAlreadyExists", new Row(Meaning.CHANGED, ""))
          .put("412 ConditionNotMet", new Row(Meaning.CHANGED, ""))
          .put("412 LeaseIdMissing", later("someone holds a lease on the blob"))
          .put("412 LeaseIdMismatchWithBlobOperation", later("someone holds a lease on the blob"))
          .put("416 InvalidRange", new Row(Meaning.PAST_THE_END, ""))
          .put("400 Md5Mismatch", new Row(Meaning.DAMAGED, ""))
          // Azurite up to 3.35.
          .put("400 InvalidOperation", new Row(Meaning.DAMAGED, ""))
          .put(
              "400 InvalidHeaderValue",
              failure(
                  "it may not know the service version; an emulator needs --skipApiVersionCheck"))
          .put("400 InvalidResourceName", failure("is the container's name right?"))
          .put("400 OutOfRangeInput", failure("is the container's name right?"))
          .put("401 NoAuthenticationInformation", failure("it wants a credential"))
          .put("401 InvalidAuthenticationInfo", failure("is the token valid?"))
          .put(
              "403 AuthenticationFailed",
              failure("is the key or token right and unexpired, and this host's clock right?"))
          .put(
              "403 AuthorizationFailure",
              failure(
                  "is the key or token right, and this host allowed by the account's firewall?"))
          .put(
              "403 AuthorizationPermissionMismatch", failure("the credential lacks the permission"))
          .put(
              "403 InsufficientAccountPermissions",
              failure("the credential lacks the permission, or the account is read-only"))
          .put("403 AccountIsDisabled", failure("the account is disabled"))
          .put(
              "403 KeyBasedAuthenticationNotPermitted",
              failure("the account takes no keys; use a token credential"))
          .put("413 RequestBodyTooLarge", new Row(Meaning.TOO_LARGE, ""))
          .put("500 OperationTimedOut", BUSY)
          .put("500 InternalError", BUSY)
          .put("503 ServerBusy", BUSY)
          .put("501 APINotImplemented", failure("the emulator cannot do this"))
          .buildOrThrow();

  /** What concerns one blob alone, and not the others of a container. */
  private static final ImmutableSet<String> OF_ONE_BLOB =
      ImmutableSet.of(
          "409 BlobArchived",
          "409 BlobBeingRehydrated",
          "409 SnapshotsPresent",
          "409 BlobImmutableDueToPolicy",
          "409 InvalidBlobType",
          "412 LeaseIdMissing",
          "412 LeaseIdMismatchWithBlobOperation");

  /** Where the code is unknown or, as from a proxy, missing. */
  private static final ImmutableSet<Integer> BUSY_STATUSES =
      ImmutableSet.of(408, 429, 500, 502, 503, 504);

  private AzureErrors() {}

  private static Row failure(String remedy) {
    return new Row(Meaning.FAILURE, remedy);
  }

  private static Row later(String remedy) {
    return new Row(Meaning.LATER, remedy);
  }

  private static Row row(int status, @Nullable String code) {
    Row known = CODES.get(status + " " + code);
    if (known != null) {
      return known;
    }
    // HEAD has no body, and a proxy may drop the code of a condition that failed.
    if (status == 412 && code == null) {
      return new Row(Meaning.CHANGED, "");
    }
    if (status == 407) {
      return failure("a web proxy on the way wants a user and a password");
    }
    if (status == 416) {
      return new Row(Meaning.PAST_THE_END, "");
    }
    // A 404 without the blob's own code is a proxy's or a wrong path's, and no word on a block.
    return BUSY_STATUSES.contains(status) ? BUSY : FAILURE;
  }

  /** Returns the answers that have a row, as status and code, such as {@code 404 BlobNotFound}. */
  static ImmutableSet<String> known() {
    return CODES.keySet();
  }

  static Meaning meaning(int status, @Nullable String code) {
    return row(status, code).meaning;
  }

  /** Tells whether the same request about another blob may well succeed. */
  static boolean isOfOneBlob(int status, @Nullable String code) {
    return OF_ONE_BLOB.contains(status + " " + code);
  }

  /** Returns what a person can do, or an empty text. */
  static String remedy(int status, @Nullable String code) {
    return row(status, code).remedy;
  }
}
