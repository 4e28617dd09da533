// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.util.List;
import java.util.Map;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.BrokenProvider;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.InMemoryVolumeProvider;
import org.keepvolume.testkit.memory.MemoryDevice;
import org.keepvolume.testkit.memory.ProvidedFixture;

/** Providers that are not found, or open something else. */
public final class ProviderMutants {
  private ProviderMutants() {}

  static List<Mutant> all() {
    return List.of(
        of("its jar has no services file", ""),
        of("its services file names a class that was renamed", "com.example.OldProvider"),
        of("its constructor wants something that is not there", Failing.class.getName()),
        of("opens an empty device of its own", Forgetful.class.getName()),
        of("opens the device that it was first built for", Fixed.class.getName()));
  }

  private static Mutant of(String bug, String services) {
    return Mutant.ofFixture(Clause.PR_1, bug, () -> new ProvidedFixture(services, Map.of()));
  }

  /** Throws from its constructor. */
  public static final class Failing extends BrokenProvider {
    public Failing() {
      throw new IllegalStateException("KEEP_HOME is not set");
    }
  }

  /** Takes the name for that of a new device. */
  public static final class Forgetful extends BrokenProvider {
    @Override
    public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
      String name = config.get(InMemoryVolumeProvider.DEVICE);
      return InMemoryVolume.open(new MemoryDevice(name), context);
    }
  }

  /** Does not look at the settings. */
  public static final class Fixed extends BrokenProvider {
    @Override
    public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
      return open("disk7", context);
    }
  }
}
