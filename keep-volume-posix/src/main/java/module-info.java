// SPDX-License-Identifier: Apache-2.0

/** A volume in a directory of the local file system, in Arvados Keep's layout. */
module org.keepvolume.posix {
  requires com.google.common;
  requires static jsr305;
  requires transitive org.keepvolume;

  exports org.keepvolume.posix;

  provides org.keepvolume.spi.VolumeProvider with
      org.keepvolume.posix.PosixVolumeProvider;
}
