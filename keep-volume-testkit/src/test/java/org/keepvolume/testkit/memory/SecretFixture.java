// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.spi.VolumeProviders;

/** A memory device behind a secret, which its volumes keep. */
public class SecretFixture extends MemoryFixture {
  /** Contains what a URL would encode. */
  public static final String SECRET = "sig=c2VjcmV0/Mg+MQ==";

  @Override
  public String name() {
    return "memory-secret";
  }

  @Override
  public List<String> secrets() {
    return List.of(SECRET);
  }

  /** No setting of the provider takes a secret. */
  @Override
  public Optional<Map<String, String>> configuration(VolumeProviders providers) {
    return Optional.empty();
  }
}
