// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.keepvolume.Access;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.Layers;

/** A memory device whose volumes are opened in a layer, which is then what the kit tests. */
public class LayeredFixture extends MemoryFixture {
  private final String name;
  private final Set<Capability> capabilities;
  private final boolean readsTakeTurns;
  private final UnaryOperator<Volume> layer;

  LayeredFixture(
      String name,
      Set<Capability> capabilities,
      boolean readsTakeTurns,
      UnaryOperator<Volume> layer) {
    this.name = name;
    this.capabilities = Set.copyOf(capabilities);
    this.readsTakeTurns = readsTakeTurns;
    this.layer = layer;
  }

  /** Returns a device whose volumes take one call at a time. */
  public static LayeredFixture serialized(String name) {
    return new LayeredFixture(
        name,
        Set.of(Capability.WRITE, Capability.TRASH),
        true,
        volume -> Layers.serialized(volume, Duration.ofMinutes(5)));
  }

  /** Returns a device whose volumes have an access, and the capabilities that are left. */
  public static LayeredFixture restricted(String name, Access access, Capability... left) {
    return new LayeredFixture(
        name, Set.of(left), false, volume -> Layers.restricted(volume, access));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public boolean readsTakeTurns() {
    return readsTakeTurns;
  }

  @Override
  public Volume open(VolumeContext context) throws Exception {
    return layer.apply(super.open(context));
  }
}
