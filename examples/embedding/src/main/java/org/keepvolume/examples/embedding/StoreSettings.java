// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import java.nio.file.Path;
import java.time.Duration;
import javax.annotation.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * The settings that begin with {@code keepvolume.}
 *
 * @param newDisk the directory that takes new blocks; it must exist
 * @param oldDisk a directory whose blocks are served and never changed; null: none
 * @param buffers what all blocks on their way may take together, 64MB or more
 * @param timeLimit how long one disk is waited for
 */
@ConfigurationProperties("keepvolume")
record StoreSettings(
    Path newDisk,
    @Nullable Path oldDisk,
    @DefaultValue("256MB") DataSize buffers,
    @DefaultValue("30s") Duration timeLimit) {
  StoreSettings {
    Assert.notNull(newDisk, "keepvolume.new-disk is not set; expected a directory");
  }
}
