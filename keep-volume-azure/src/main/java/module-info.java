// SPDX-License-Identifier: Apache-2.0

/** A volume in a container of Azure Blob Storage, in Arvados Keep's layout. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module org.keepvolume.azure {
  requires com.azure.core.http.jdk.httpclient;
  requires com.google.common;
  requires java.net.http;
  requires static jsr305;
  requires transitive com.azure.core;
  requires transitive com.azure.storage.blob;
  requires transitive org.keepvolume;

  exports org.keepvolume.azure;

  provides org.keepvolume.spi.VolumeProvider with
      org.keepvolume.azure.AzureVolumeProvider;
}
