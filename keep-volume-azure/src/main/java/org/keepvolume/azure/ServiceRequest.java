// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

/**
 * A kind of request to the service, by the name that the service's documentation gives it, which
 * observers are told.
 */
enum ServiceRequest {
  CREATE_CONTAINER("Create Container"),
  DELETE_BLOB("Delete Blob"),
  GET_BLOB("Get Blob"),
  GET_BLOB_PROPERTIES("Get Blob Properties"),
  LIST_BLOBS("List Blobs"),
  PUT_BLOB("Put Blob"),
  SET_BLOB_METADATA("Set Blob Metadata");

  private final String name;

  ServiceRequest(String name) {
    this.name = name;
  }

  /** Returns the documentation's name. */
  @Override
  public String toString() {
    return name;
  }
}
