// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names requests by method, path and query. */
class RequestNameTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "PUT, /a/c/b, Put Blob",
    "GET, /a/c/b, Get Blob",
    "GET, /a/c/d/e?timeout=5, Get Blob",
    "HEAD, /a/c/b, Get Blob Properties",
    "GET, /a/c/b?comp=metadata, Get Blob Metadata",
    "PUT, /a/c/b?comp=metadata&timeout=1, Set Blob Metadata",
    "PUT, /a/c/b?comp=properties, Set Blob Properties",
    "PUT, /a/c/b?comp=tier, Set Blob Tier",
    "PUT, /a/c/b?comp=undelete, Undelete Blob",
    "PUT, /a/c/b?comp=snapshot, Snapshot Blob",
    "PUT, /a/c/b?comp=lease, Lease Blob",
    "PUT, /a/c/b?comp=block&blockid=1, Put Block",
    "PUT, /a/c/b?comp=blocklist, Put Block List",
    "DELETE, /a/c/b, Delete Blob",
    "GET, /a/c?restype=container&comp=list, List Blobs",
    "GET, /a/c?restype=container, Get Container Properties",
    "HEAD, /a/c?restype=container, Get Container Properties",
    "PUT, /a/c?restype=container, Create Container",
    "DELETE, /a/c?restype=container, Delete Container",
    "GET, /a?comp=list, Other",
    "PUT, /a/c?restype=container&comp=acl, Other",
    "GET, /a/c/b?comp=tags, Other",
  })
  void nameIsThatOfTheDocumentation(String method, String target, String name) throws Exception {
    assertEquals(name, request(method, target).name().toString());
  }

  @Test
  void partsOfTheTargetAreDecoded() throws Exception {
    RecordedRequest request = request("GET", "/a/c/d%2Fe+f?marker=x%2By&empty&comp=");
    assertEquals("/a/c/d%2Fe+f", request.path());
    assertEquals("d/e+f", request.blob());
    assertEquals("x+y", request.parameter("marker"));
    assertEquals("", request.parameter("empty"));
    assertEquals(null, request.parameter("mark"));
    assertEquals("", request("GET", "/a/c").blob());
  }

  private static RecordedRequest request(String method, String target) throws Exception {
    return new RecordedRequest(HttpHead.parse(method + " " + target + " HTTP/1.1"), 1);
  }
}
