// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;
import java.util.Arrays;

/**
 * The two clients of a container: one for answers without content, one for content, so that small
 * requests do not wait behind large ones in one client's thread.
 *
 * <p>They try nothing twice and know no limit shorter than the volume's own, which has both in its
 * hands.
 *
 * @param control for answers without content
 * @param data for the content of blobs
 */
record AzureClients(BlobContainerAsyncClient control, BlobContainerAsyncClient data) {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  static AzureClients of(AzureAccount account, String container, AzureOptions options) {
    HttpClients given = options.httpClients();
    return new AzureClients(
        client(account, container, options, given.control()),
        client(account, container, options, given.data()));
  }

  private static BlobContainerAsyncClient client(
      AzureAccount account, String container, AzureOptions options, HttpClient http) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .containerName(container)
            .serviceVersion(version(options.serviceVersion()))
            .retryOptions(once())
            .httpClient(new KeptAnswers(http == null ? jdkClient(options.limits()) : http));
    options.policies().forEach(builder::addPolicy);
    account.applyTo(builder);
    return builder.buildAsyncClient();
  }

  private static RequestRetryOptions once() {
    return new RequestRetryOptions(
        RetryPolicyType.FIXED, 1, (Duration) null, (Duration) null, (Duration) null, null);
  }

  /**
   * Without limits of its own that a call could meet, but for the connect, which no other ends. The
   * longest one ends what the JDK's client forgets when it is told to give up while it connects.
   */
  private static HttpClient jdkClient(AzureLimits limits) {
    Duration longest =
        limits.control().compareTo(limits.data()) > 0 ? limits.control() : limits.data();
    return new JdkHttpClientBuilder()
        .connectionTimeout(CONNECT_LIMIT)
        .responseTimeout(longest)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build();
  }

  private static BlobServiceVersion version(String name) {
    return Arrays.stream(BlobServiceVersion.values())
        .filter(version -> version.getVersion().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown service version " + name));
  }
}
