// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.layer.ForwardingVolume;

/**
 * A memory device whose volumes declare other capabilities than they have: what is not declared
 * would work if the stack let it through.
 */
public class LesserFixture extends MemoryFixture {
  private final String name;
  private final Set<Capability> capabilities;

  public LesserFixture(String name, Set<Capability> capabilities) {
    this.name = name;
    this.capabilities = Set.copyOf(capabilities);
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
  public Volume open(VolumeContext context) throws Exception {
    return new ForwardingVolume(super.open(context)) {
      @Override
      public Set<Capability> capabilities() {
        return capabilities;
      }
    };
  }
}
