// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.keepvolume.posix.process.CrashWorld.NOW;
import static org.keepvolume.posix.process.CrashWorld.OLD;
import static org.keepvolume.posix.process.CrashWorld.TARGET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.TimeLimits;

/**
 * Judges what a call that was broken off has left: first by looking, then by going on with it.
 *
 * <p>Each volume it looks through is a new one, in this process.
 */
final class CrashCheck {
  private static final Pattern LEFTOVER = Pattern.compile("[0-9a-f]{3}/tmp[0-9a-f]{32}\\d+");
  private static final Pattern FILE =
      Pattern.compile("[0-9a-f]{3}/[0-9a-f]{32}(\\.trash\\.\\d+)?|\\.keep-volume\\.lock");

  /** Far above what a call takes that waits for nobody. */
  private static final TimeLimits LIMITS =
      new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(20));

  private final CrashScript script;
  private final Path root;
  private final TimeLimits limits;
  private final List<String> violations = new ArrayList<>();

  CrashCheck(CrashScript script, Path root) {
    this(script, root, LIMITS);
  }

  CrashCheck(CrashScript script, Path root, TimeLimits limits) {
    this.script = script;
    this.root = root;
    this.limits = limits;
  }

  /** Returns what was wrong so far. */
  List<String> violations() {
    return violations;
  }

  /**
   * Looks at what is there.
   *
   * @param answer what the call came to; null if its process was killed
   */
  void look(@Nullable CrashProcess.Answer answer) throws IOException {
    boolean done = answer != null && answer.isDone();
    if (done && !answer.value().equals(script.acknowledgement())) {
      violations.add("acknowledged with \"" + answer.value() + "\"");
    }
    try (PosixVolume volume = open(NOW)) {
      String state = state();
      if (!(done ? script.done() : script.brokenOff()).contains(state)) {
        violations.add("the block is " + state + (done ? " after success" : ""));
      }
      checkListing(volume, state);
      checkBystanders(volume);
    }
    long most = answer == null && script.writes() ? 1 : 0;
    long fromStart =
        script == CrashScript.SWEEP ? (Files.exists(CrashWorld.stale(root)) ? 2 : 1) : 0;
    if (leftovers().size() > most + fromStart) {
      violations.add("leftovers: " + leftovers());
    }
    if (script == CrashScript.SWEEP) {
      checkSweep(answer);
    }
  }

  /** Goes on with the volume: the call once more, the sweeps, the kept copy. */
  void recover() throws IOException {
    repeat();
    sweepLeftovers();
    try (PosixVolume volume = open(NOW)) {
      if (volume.untrash(CrashWorld.KEPT.hash()) != UntrashOutcome.RESTORED) {
        violations.add("the kept copy cannot be restored");
      }
      checkContent(volume, CrashWorld.KEPT);
    } catch (VolumeException e) {
      violations.add("the kept copy: " + e);
    }
    String before = state();
    try (PosixVolume volume = open(NOW.plus(CrashWorld.LIFETIME).plusSeconds(1))) {
      TrashSweep unused = volume.emptyTrash();
      checkListing(volume, before);
      checkBystanders(volume);
    }
    if (!state().equals(before.replace("+trash", ""))) {
      violations.add("the last sweep made " + state() + " of " + before);
    }
  }

  private PosixVolume open(Instant now) throws IOException {
    return PosixVolume.open(
        root,
        PosixOptions.defaults().withMinFree(0).withLimits(limits),
        CrashWorld.context(now, script.keepsTrash()));
  }

  /** Describes the target as {@link CrashScript} does. */
  private String state() throws IOException {
    Path file = TARGET.file(root);
    String live = "-";
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      Instant mtime = Files.getLastModifiedTime(file).toInstant();
      boolean right = Arrays.equals(bytes, TARGET.content());
      if (right && (mtime.equals(OLD) || mtime.equals(NOW))) {
        live = mtime.equals(OLD) ? "old" : "new";
      } else if (Arrays.equals(bytes, CrashWorld.damaged()) && mtime.equals(OLD)) {
        live = "damaged";
      } else {
        live = (right ? "right" : "wrong") + " with " + bytes.length + " bytes of " + mtime;
      }
    }
    List<String> copies =
        files().stream().filter(name -> name.contains(TARGET.hash() + ".trash.")).toList();
    for (String copy : copies) {
      boolean right = Arrays.equals(Files.readAllBytes(root.resolve(copy)), TARGET.content());
      Instant deadline =
          Instant.ofEpochSecond(Long.parseLong(copy.substring(copy.lastIndexOf('.') + 1)));
      boolean due =
          script.keepsTrash()
              ? deadline.equals(NOW.plus(CrashWorld.LIFETIME))
              : !deadline.isAfter(NOW.plusSeconds(60));
      live += right && due ? "+trash" : "+wrong copy of " + deadline;
    }
    return live;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private List<String> leftovers() throws IOException {
    return files().stream().filter(LEFTOVER.asMatchPredicate()).toList();
  }

  /** The index shows what is there, all of it, and nothing that is not whole. */
  private void checkListing(PosixVolume volume, String state) throws IOException {
    TreeMap<String, Long> listed = new TreeMap<>();
    volume.index(
        BlockPrefix.ALL,
        found -> {
          if (listed.put(found.hash().toString(), found.size()) != null) {
            violations.add("listed twice: " + found);
          }
          return true;
        });
    TreeMap<String, Long> there = new TreeMap<>();
    for (String file : files()) {
      if (!LEFTOVER.matcher(file).matches() && !FILE.matcher(file).matches()) {
        violations.add("a file that no sweep knows: " + file);
      }
      if (file.length() == 36) {
        there.put(file.substring(4), Files.size(root.resolve(file)));
      }
    }
    if (!listed.equals(there)) {
      violations.add("listed " + listed + " of " + there);
    }
    for (TestBlock block : CrashWorld.ALL) {
      boolean repaired = !block.equals(TARGET) || !state.startsWith("damaged");
      if (listed.remove(block.hash().toString()) != null && repaired) {
        checkContent(volume, block);
      }
    }
    if (!listed.isEmpty()) {
      violations.add("unknown blocks: " + listed);
    }
  }

  private void checkContent(Volume volume, TestBlock block) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(block.size());
    try {
      int size = volume.read(block.hash(), BlockSinks.into(read));
      if (size != block.size() || !Arrays.equals(read.array(), block.content())) {
        violations.add("reads wrong: " + block);
      }
    } catch (IOException | RuntimeException e) {
      violations.add("does not read: " + block + ": " + e);
    }
  }

  private void checkBystanders(PosixVolume volume) throws IOException {
    checkContent(volume, CrashWorld.OTHER);
    Path other = CrashWorld.OTHER.file(root);
    if (Files.exists(other) && !Files.getLastModifiedTime(other).toInstant().equals(OLD)) {
      violations.add("the other block's mtime changed");
    }
    if (script != CrashScript.WRITE_FIRST) {
      checkContent(volume, CrashWorld.NEIGHBOUR);
    }
    Path kept = CrashWorld.copy(root, CrashWorld.KEPT, NOW.plus(CrashWorld.LIFETIME));
    boolean restored = Files.exists(CrashWorld.KEPT.file(root));
    if (!restored
        && !(Files.exists(kept)
            && Arrays.equals(Files.readAllBytes(kept), CrashWorld.KEPT.content()))) {
      violations.add("the kept copy is gone or wrong");
    }
  }

  /** Nothing goes but what is due, and the counts are those of what went. */
  private void checkSweep(@Nullable CrashProcess.Answer answer) throws IOException {
    if (!Files.exists(CrashWorld.young(root))) {
      violations.add("the young temporary file is gone");
    }
    long due =
        Stream.of(
                CrashWorld.copy(root, CrashWorld.DUE, NOW.minusSeconds(10)),
                CrashWorld.copy(root, CrashWorld.OTHER, NOW.minusSeconds(5)))
            .filter(Files::exists)
            .count();
    long stale = Files.exists(CrashWorld.stale(root)) ? 1 : 0;
    String gone = (2 - due) + " deleted, ";
    if (answer != null
        && !(answer.value().startsWith(gone)
            && answer.value().endsWith(", " + (1 - stale) + " residue"))) {
      violations.add("counted \"" + answer.value() + "\" with " + due + "+" + stale + " left");
    }
  }

  /** Makes the call again, over what is left. */
  void repeat() throws IOException {
    String before = state();
    boolean inTrashAlone =
        script.keepsTrash() && script != CrashScript.UNTRASH && before.equals("-+trash");
    boolean deleted = script == CrashScript.DELETE && before.startsWith("-");
    try (PosixVolume volume = open(NOW)) {
      String result = script.run(volume);
      TreeSet<String> expected = new TreeSet<>(List.of(script.acknowledgement()));
      if (script == CrashScript.UNTRASH && before.startsWith("new")) {
        expected.add(UntrashOutcome.ALREADY_LIVE.toString());
      }
      // A sweep that comes second finds less.
      if (inTrashAlone || deleted || (script != CrashScript.SWEEP && !expected.contains(result))) {
        violations.add("again, from " + before + ": " + result);
      }
    } catch (BlockNotFoundException e) {
      if (!inTrashAlone && !deleted) {
        violations.add("again, from " + before + ": " + e);
      }
    } catch (VolumeException | RuntimeException e) {
      violations.add("again, from " + before + ": " + e);
    }
    String after = state();
    boolean allowed =
        script.done().contains(after)
            || (script == CrashScript.UNTRASH && after.equals("new+trash"))
            || (script == CrashScript.DELETE && before.equals("-+trash") && after.equals(before));
    if (!allowed) {
      violations.add("again, from " + before + ", gives " + after);
    }
    if (script == CrashScript.SWEEP) {
      checkSweep(null);
    }
  }

  /** A temporary file goes once it is older than a day, not before, and is counted. */
  private void sweepLeftovers() throws IOException {
    List<String> left = leftovers();
    if (left.isEmpty()) {
      return;
    }
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    for (String file : left) {
      Instant mtime = Files.getLastModifiedTime(root.resolve(file)).toInstant();
      first = mtime.isBefore(first) ? mtime : first;
      last = mtime.isAfter(last) ? mtime : last;
    }
    sweepAt(first.plus(Duration.ofDays(1)).minusSeconds(1), left.size(), 0);
    sweepAt(last.plus(Duration.ofDays(1)).plusSeconds(1), 0, left.size());
  }

  private void sweepAt(Instant now, int left, long counted) throws IOException {
    try (PosixVolume volume = open(now)) {
      long residue = volume.emptyTrash().deletedResidue();
      if (residue != counted || leftovers().size() != left) {
        violations.add("a sweep at " + now + " counted " + residue + ", left " + leftovers());
      }
    }
  }
}
