// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;

/** Runs the tests of faults in a JVM of their own, and prints how many there were. */
final class FaultRunMain {
  private FaultRunMain() {}

  /** Takes no arguments; {@link FaultRun} has what there is to choose. */
  public static void main(String[] args) throws Exception {
    showConfiguration();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                Stream.of(
                        FaultMatrixTest.class,
                        ListingFaultsTest.class,
                        OpenFaultsTest.class,
                        TransferFaultsTest.class)
                    .map(type -> selectClass(type))
                    .toList())
            .build();
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    launcher.execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true, UTF_8));
    System.out.println(
        "tests: %d succeeded, %d failed"
            .formatted(summary.getTestsSucceededCount(), summary.getTotalFailureCount()));
  }

  private static void showConfiguration() throws Exception {
    AzuriteAccount account = Azurite.shared().account();
    Map<String, String> settings =
        new HashMap<>(
            FaultRun.OF_THIS_JVM
                .credential()
                .settings(account, Azurite.shared().endpoint(account.name())));
    settings.put("type", "azure");
    settings.put("container-name", Azurite.shared().newContainerName());
    VolumeProviders providers = VolumeProviders.load(FaultRunMain.class.getClassLoader());
    VolumeSpec spec = VolumeMaps.parse(List.of(settings), providers.schemas()).get(0);
    Shown.texts(providers, spec, spec.config(), spec.options());
    providers.validate(List.of(spec), Shown::texts);
    try {
      providers.open(spec, VolumeContext.defaults()).close();
      throw new AssertionError("there is no such container");
    } catch (VolumeException e) {
      Shown.thrown(e);
    }
  }
}
