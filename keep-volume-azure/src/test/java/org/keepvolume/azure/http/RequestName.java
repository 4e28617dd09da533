// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import com.google.common.base.Ascii;

/** The requests of the blob service, by the names that its documentation gives them. */
public enum RequestName {
  /** Stores a whole blob. */
  PUT_BLOB,
  /** Reads a blob or a range of it. */
  GET_BLOB,
  /** Asks for size, times and metadata of a blob. */
  GET_BLOB_PROPERTIES,
  /** Asks for the metadata of a blob alone. */
  GET_BLOB_METADATA,
  /** Replaces the metadata of a blob. */
  SET_BLOB_METADATA,
  /** Replaces the HTTP headers of a blob. */
  SET_BLOB_PROPERTIES,
  /** Moves a blob to another tier. */
  SET_BLOB_TIER,
  /** Deletes a blob. */
  DELETE_BLOB,
  /** Brings a deleted blob back. */
  UNDELETE_BLOB,
  /** Copies a blob. */
  COPY_BLOB,
  /** Makes a snapshot of a blob. */
  SNAPSHOT_BLOB,
  /** Takes, renews or gives back a lease of a blob. */
  LEASE_BLOB,
  /** Uploads a part of a blob. */
  PUT_BLOCK,
  /** Makes a blob of uploaded parts. */
  PUT_BLOCK_LIST,
  /** Lists the blobs of a container, a page of them. */
  LIST_BLOBS,
  /** Asks whether a container is there. */
  GET_CONTAINER_PROPERTIES,
  /** Makes a container. */
  CREATE_CONTAINER,
  /** Deletes a container. */
  DELETE_CONTAINER,
  /** Any other request. */
  OTHER;

  /**
   * Finds the name of a request.
   *
   * @param request its method, path, query and headers; the path begins with the account
   * @return the name, or {@link #OTHER}
   */
  static RequestName of(RecordedRequest request) {
    String method = request.method();
    String comp = request.parameter("comp");
    if ("container".equals(request.parameter("restype"))) {
      return ofContainer(method + " " + comp);
    }
    if (request.path().split("/", 4).length < 4) {
      return OTHER;
    }
    return switch (method + " " + comp) {
      case "PUT null" -> request.header("x-ms-copy-source") == null ? PUT_BLOB : COPY_BLOB;
      case "GET null" -> GET_BLOB;
      case "HEAD null" -> GET_BLOB_PROPERTIES;
      case "DELETE null" -> DELETE_BLOB;
      case "PUT metadata" -> SET_BLOB_METADATA;
      case "GET metadata", "HEAD metadata" -> GET_BLOB_METADATA;
      case "PUT properties" -> SET_BLOB_PROPERTIES;
      case "PUT tier" -> SET_BLOB_TIER;
      case "PUT undelete" -> UNDELETE_BLOB;
      case "PUT snapshot" -> SNAPSHOT_BLOB;
      case "PUT lease" -> LEASE_BLOB;
      case "PUT block" -> PUT_BLOCK;
      case "PUT blocklist" -> PUT_BLOCK_LIST;
      default -> OTHER;
    };
  }

  private static RequestName ofContainer(String methodAndComp) {
    return switch (methodAndComp) {
      case "GET list" -> LIST_BLOBS;
      case "GET null", "HEAD null" -> GET_CONTAINER_PROPERTIES;
      case "PUT null" -> CREATE_CONTAINER;
      case "DELETE null" -> DELETE_CONTAINER;
      default -> OTHER;
    };
  }

  /** Returns the documentation's name, such as {@code Get Blob Properties}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String word : name().split("_", -1)) {
      text.append(text.isEmpty() ? "" : " ")
          .append(word.charAt(0))
          .append(Ascii.toLowerCase(word.substring(1)));
    }
    return text.toString();
  }
}
