// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;

/**
 * HTTP clients for all volumes of the kit, which keep no connection.
 *
 * <p>After each of its tests the kit waits for what a volume has left, and a client of the volume's
 * own takes seconds and a garbage collection to end. A test of its own is about those. The JDK's
 * client lets the header through by a property that the build sets.
 */
final class KeptNothing {
  static final HttpPipelinePolicy POLICY =
      new AddHeadersPolicy(new HttpHeaders().set(HttpHeaderName.CONNECTION, "close"));

  static final HttpClient CLIENT = new JdkHttpClientBuilder().build();

  private KeptNothing() {}
}
