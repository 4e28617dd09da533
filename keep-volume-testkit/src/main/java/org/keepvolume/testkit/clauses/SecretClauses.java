// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.keepvolume.Volume.MAX_BLOCK_SIZE;
import static org.keepvolume.testkit.Clause.SE_1;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.RawAccess.SpecialObject;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;
import org.keepvolume.testkit.VolumeFixture.MissingDevice;

/** What must stay secret: SE-1. */
public abstract class SecretClauses extends ClauseGroup {
  @Test
  @Verifies(SE_1)
  void namesHoldNoSecret() throws Exception {
    requireSecrets();
    Volume volume = volume();
    Volume stack = subject().standard(POLICY);
    requireHidden("the device id", volume.deviceId());
    requireHidden("toString of the backend", volume.toString());
    requireHidden("the device id of the opened volume", stack.deviceId());
    requireHidden("toString of the opened volume", stack.toString());
  }

  @Test
  @Verifies(SE_1)
  void exceptionsHoldNoSecret() throws Exception {
    requireSecrets();
    provoke(volume());
  }

  @Test
  @Verifies(SE_1)
  void logRecordsHoldNoSecret() throws Exception {
    requireSecrets();
    List<String> logged;
    try (LogCapture log = LogCapture.start()) {
      provokeUnjudged(subject().open(POLICY));
      subject().closeVolumesAndAwaitTheirThreads();
      logged = log.lines();
    }
    for (String line : logged) {
      requireHidden("a log record", line);
    }
  }

  private void requireSecrets() {
    if (subject().fixture().secrets().isEmpty()) {
      throw new NotApplicable("the fixture's device needs no secrets");
    }
  }

  private void provoke(Volume volume) throws Exception {
    Trouble trouble = (what, thrown) -> requireHidden(what, texts(thrown));
    provoke(volume, trouble);
  }

  private void provokeUnjudged(Volume volume) throws Exception {
    provoke(volume, (what, thrown) -> {});
  }

  /** What is done with an exception that a call threw. */
  private interface Trouble {
    void met(String what, Throwable thrown);
  }

  /** Makes calls in good order and in every kind of trouble. */
  private void provoke(Volume volume, Trouble trouble) throws Exception {
    callAll("a call about a good block", volume, stored(100), trouble);
    callAll("a call about a missing block", volume, block(100), trouble);
    TestBlock damaged = block(100);
    raw().put(damaged.hash(), damaged.damagedAt(7));
    callAll("a call about a damaged block", volume, damaged, trouble);
    TestBlock oversized = block(100);
    if (raw().putOversized(oversized.hash(), MAX_BLOCK_SIZE + 1L)) {
      callAll("a call about an oversized object", volume, oversized, trouble);
    }
    for (SpecialObject object : raw().specialObjects()) {
      TestBlock special = block(100);
      object.place().under(special.hash());
      callAll("a call about a " + object.kind(), volume, special, trouble);
    }
    if (has(Capability.WRITE)) {
      TestBlock block = block(2 << 20);
      call(
          "a write under another block's name",
          () -> {
            volume.write(block(10).hash(), block.buffer());
            return "success";
          },
          trouble);
    }
    for (DeviceFault fault : DeviceFault.values()) {
      provoke(fault, volume, trouble);
    }
    callInterrupted(volume, stored(100), trouble);
    provokeAtOpenAndClose(trouble);
  }

  private void provoke(DeviceFault fault, Volume volume, Trouble trouble) throws Exception {
    TestBlock block = oldBlock(2 << 20);
    Optional<Injection> injection = raw().inject(fault);
    if (injection.isPresent()) {
      Injection injected = subject().closeLater(injection.get());
      callAll("a call on a device that is " + fault, volume, block, trouble);
      injected.close();
    }
  }

  private void callInterrupted(Volume volume, TestBlock block, Trouble trouble) throws Exception {
    for (Map.Entry<String, Operations.Call> call : Operations.all(this, volume, block).entrySet()) {
      String what = call.getKey() + " by an interrupted thread";
      var outcome =
          inBackground(
                  what,
                  () -> {
                    Thread.currentThread().interrupt();
                    return call.getValue().result();
                  })
              .await(SE_1);
      if (outcome.thrown() != null) {
        trouble.met(what, outcome.thrown());
      }
    }
  }

  private void provokeAtOpenAndClose(Trouble trouble) throws Exception {
    MissingDevice missing = subject().fixture().missingDevice();
    call(
        "opening a missing device",
        () -> subject().closeLater(missing.open(subject().context(POLICY))),
        trouble);
    TestBlock block = stored(100);
    Volume stack = subject().standard(POLICY);
    call("trash by the opened volume", () -> stack.trash(block.hash(), null), trouble);
    call("untrash by the opened volume", () -> stack.untrash(block.hash()), trouble);
    call("a sweep by the opened volume", stack::emptyTrash, trouble);
    stack.close();
    callAll("a call after close", stack, block, trouble);
  }

  private void callAll(String what, Volume volume, TestBlock block, Trouble trouble) {
    Operations.all(this, volume, block)
        .forEach((name, call) -> call(what + ", " + name + ",", call, trouble));
  }

  private static void call(String what, Operations.Call call, Trouble trouble) {
    try {
      var unused = call.result();
    } catch (Exception e) {
      trouble.met(what, e);
    }
  }

  /** Returns all that a log would show of an exception. */
  private static String texts(Throwable thrown) {
    StringBuilder texts = new StringBuilder();
    LogCapture.addTexts(thrown, texts);
    return texts.toString();
  }

  private void requireHidden(String where, String text) {
    int number = 0;
    for (String secret : subject().fixture().secrets()) {
      number++;
      for (String form : Arrays.asList(secret, URLEncoder.encode(secret, UTF_8))) {
        // The failure does not quote the text, or it would show the secret itself.
        see(
            !text.contains(form),
            "%s holds the fixture's secret number %s: %s",
            where,
            number,
            text.replace(form, "<secret>"));
      }
    }
  }
}
