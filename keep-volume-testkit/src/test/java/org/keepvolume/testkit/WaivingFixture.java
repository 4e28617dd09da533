// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/** A fixture that waives IX-1. */
record WaivingFixture(VolumeFixture below) implements VolumeFixture {
  @Override
  public List<Waiver> waivers() {
    return List.of(new Waiver(Clause.IX_1, "some blocks are not listed", "docs/memory.md"));
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return below.capabilities();
  }

  @Override
  public Volume open(VolumeContext context) throws Exception {
    return below.open(context);
  }

  @Override
  public MissingDevice missingDevice() throws Exception {
    return below.missingDevice();
  }

  @Override
  public RawAccess raw() {
    return below.raw();
  }

  @Override
  public TimeControl time() {
    return below.time();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }
}
