// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.layer.ForwardingVolume;

/**
 * A memory device whose volumes declare other capabilities than they have: what is not declared
 * would work if the stack let it through.
 */
public class LesserFixture extends LayeredFixture {
  public LesserFixture(String name, Set<Capability> capabilities) {
    super(name, capabilities, false, volume -> new Lesser(volume, Set.copyOf(capabilities)));
  }

  private static final class Lesser extends ForwardingVolume {
    private final Set<Capability> capabilities;

    Lesser(Volume volume, Set<Capability> capabilities) {
      super(volume);
      this.capabilities = capabilities;
    }

    @Override
    public Set<Capability> capabilities() {
      return capabilities;
    }
  }
}
