// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.keepvolume.testkit.Clause.SE_1;
import static org.keepvolume.testkit.memory.SecretFixture.SECRET;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.VolumeFixture.MissingDevice;
import org.keepvolume.testkit.memory.SecretFixture;

/** Mistakes that give a secret away. */
final class SecretMutants {
  private static final System.Logger LOG = System.getLogger(SecretMutants.class.getName());

  private SecretMutants() {}

  static List<Mutant> all() {
    return List.of(
        giving(
            "a credential in the device id",
            volume ->
                new ForwardingVolume(volume) {
                  @Override
                  public String deviceId() {
                    return super.deviceId() + "?" + SECRET;
                  }
                }),
        giving(
            "prints its whole configuration",
            volume ->
                new ForwardingVolume(volume) {
                  @Override
                  public String toString() {
                    return "volume with " + SECRET;
                  }
                }),
        giving(
            "quotes the request's URL when a block is missing",
            volume ->
                new ForwardingVolume(volume) {
                  @Override
                  public BlockInfo stat(BlockHash hash) throws VolumeException {
                    try {
                      return super.stat(hash);
                    } catch (BlockNotFoundException e) {
                      String url =
                          "no https://host/" + hash + "?" + URLEncoder.encode(SECRET, UTF_8);
                      throw new BlockNotFoundException(Operation.STAT, hash, deviceId(), url, null);
                    }
                  }
                }),
        giving(
            "a client's exception as the cause that quotes the request",
            volume ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (VolumeUnavailableException e) {
                      IOException client = new IOException("timeout of " + SECRET);
                      throw new VolumeUnavailableException(
                          Operation.TOUCH, hash, deviceId(), "timeout", null, client);
                    }
                  }
                }),
        giving(
            "logs each request at the finest level",
            volume ->
                new ForwardingVolume(volume) {
                  @Override
                  public VolumeStatus status() throws VolumeException {
                    LOG.log(System.Logger.Level.TRACE, "GET /?{0}", SECRET);
                    return super.status();
                  }
                }),
        Mutant.ofFixture(
            SE_1,
            "quotes the connection string when the container is missing",
            () ->
                new SecretFixture() {
                  @Override
                  public MissingDevice missingDevice() {
                    return new OpenFailure(super.missingDevice());
                  }
                }));
  }

  private interface Breaker {
    Volume broken(Volume volume);
  }

  private static Mutant giving(String bug, Breaker breaker) {
    return Mutant.ofFixture(
        SE_1,
        bug,
        () ->
            new SecretFixture() {
              @Override
              public Volume open(VolumeContext context) throws Exception {
                return breaker.broken(super.open(context));
              }
            });
  }

  /** A place without a device, where opening fails and says too much. */
  private record OpenFailure(MissingDevice missing) implements MissingDevice {
    @Override
    public String name() {
      return missing.name();
    }

    @Override
    public Volume open(VolumeContext context) throws Exception {
      throw new VolumeFailureException(
          Operation.OPEN, null, name(), "no " + name() + " at " + SECRET, null);
    }

    @Override
    public boolean exists() throws Exception {
      return missing.exists();
    }
  }
}
