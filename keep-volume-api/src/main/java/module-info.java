// SPDX-License-Identifier: Apache-2.0

/** The volume contract, the layers every backend gets for free, observers, and the block store. */
module org.keepvolume {
  requires com.google.common;
  requires static jsr305;

  exports org.keepvolume;
  exports org.keepvolume.config;
  exports org.keepvolume.layer;
  exports org.keepvolume.observe;
  exports org.keepvolume.spi;
  exports org.keepvolume.store;

  uses org.keepvolume.spi.VolumeProvider;
}
