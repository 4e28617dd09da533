// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.annotation.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of refusals, row by row. */
class AzureErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "404, BlobNotFound, MISSING, ",
    "404, ContainerNotFound, FAILURE, the container does not exist",
    "404, ResourceNotFound, FAILURE, is the endpoint that of a blob service?",
    "404, , FAILURE, ",
    "404, SomethingNew, FAILURE, ",
    "409, ContainerBeingDeleted, LATER, the container is being deleted",
    "409, ContainerDisabled, LATER, the container is disabled",
    "409, BlobArchived, LATER, the blob is in the archive tier; rehydrate it",
    "409, BlobBeingRehydrated, LATER, the blob is being rehydrated from its tier",
    "409, SnapshotsPresent, FAILURE, the blob has snapshots; remove them first",
    "409, BlobImmutableDueToPolicy, FAILURE, an immutability policy protects it; mount the volume read-only",
    "409, InvalidBlobType, FAILURE, it is no block blob",
    "409, BlobAlreadyExists, CHANGED, ",
    "409, , FAILURE, ",
    "412, ConditionNotMet, CHANGED, ",
    "412, , CHANGED, ",
    "412, LeaseIdMissing, LATER, someone holds a lease on the blob",
    "412, LeaseIdMismatchWithBlobOperation, LATER, someone holds a lease on the blob",
    "412, SomethingNew, FAILURE, ",
    "416, InvalidRange, PAST_THE_END, ",
    "416, , PAST_THE_END, ",
    "400, Md5Mismatch, DAMAGED, ",
    "400, InvalidOperation, DAMAGED, ",
    "400, InvalidHeaderValue, FAILURE, it may not know the service version; an emulator needs --skipApiVersionCheck",
    "400, InvalidResourceName, FAILURE, 'is the container''s name right?'",
    "400, OutOfRangeInput, FAILURE, 'is the container''s name right?'",
    "400, , FAILURE, ",
    "401, NoAuthenticationInformation, FAILURE, it wants a credential",
    "401, InvalidAuthenticationInfo, FAILURE, is the token valid?",
    "401, , FAILURE, ",
    "403, AuthenticationFailed, FAILURE, 'is the key or token right and unexpired, and this host''s clock right?'",
    "403, AuthorizationFailure, FAILURE, 'is the key or token right, and this host allowed by the account''s firewall?'",
    "403, AuthorizationPermissionMismatch, FAILURE, the credential lacks the permission",
    "403, InsufficientAccountPermissions, FAILURE, 'the credential lacks the permission, or the account is read-only'",
    "403, AccountIsDisabled, FAILURE, the account is disabled",
    "403, KeyBasedAuthenticationNotPermitted, FAILURE, the account takes no keys; use a token credential",
    "403, , FAILURE, ",
    "413, RequestBodyTooLarge, TOO_LARGE, ",
    "408, , BUSY, ",
    "429, , BUSY, ",
    "429, SomethingNew, BUSY, ",
    "500, OperationTimedOut, BUSY, ",
    "500, InternalError, BUSY, ",
    "500, , BUSY, ",
    "502, , BUSY, ",
    "503, ServerBusy, BUSY, ",
    "503, , BUSY, ",
    "504, , BUSY, ",
    "501, APINotImplemented, FAILURE, the emulator cannot do this",
    "501, , FAILURE, ",
    "507, , FAILURE, ",
    "302, , FAILURE, ",
  })
  void statusAndCodeTell(int status, @Nullable String code, Meaning meaning, String remedy) {
    assertEquals(meaning, AzureErrors.meaning(status, code));
    assertEquals(remedy == null ? "" : remedy, AzureErrors.remedy(status, code));
  }

  /** A code counts with its status alone. */
  @ParameterizedTest
  @CsvSource({"500, BlobNotFound, BUSY", "403, BlobNotFound, FAILURE", "409, ServerBusy, FAILURE"})
  void codeOfAnotherStatusIsUnknown(int status, String code, Meaning meaning) {
    assertEquals(meaning, AzureErrors.meaning(status, code));
  }
}
