// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves the blocks of an old disk and a new one over HTTP. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class EmbeddingApplication {
  /** Starts the service; {@code application.properties} has its settings. */
  public static void main(String[] args) {
    var unused = SpringApplication.run(EmbeddingApplication.class, args);
  }
}
