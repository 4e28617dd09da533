// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;

/** The kit on the fixtures that {@link KitLauncher} puts into the session in which it runs. */
@ExtendWith(VolumeCheck.FixturesOfSession.class)
public class VolumeCheck extends VolumeConformance {
  private final Callable<VolumeFixture> fixtures;

  VolumeCheck(Callable<VolumeFixture> fixtures) {
    this.fixtures = fixtures;
  }

  @Override
  protected VolumeFixture fixture() throws Exception {
    return fixtures.call();
  }

  /** Puts fixtures where the class finds them. */
  static void use(LauncherSession session, Callable<VolumeFixture> fixtures) {
    Object unused = session.getStore().put(Namespace.create(VolumeCheck.class), "", fixtures);
  }

  /** Gives the class its parameter. */
  static final class FixturesOfSession implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Callable.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getStore(
              StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(VolumeCheck.class))
          .get("");
    }
  }
}
