// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixMutant;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.TimeLimits;
import org.keepvolume.posix.VolumeLeftovers;

/**
 * The child's main class: does on one volume what the lines of its input say, see VolumeProcess.
 */
final class VolumeMain {
  private static final FileChannel OUT = new FileOutputStream(FileDescriptor.out).getChannel();

  private static final int ROUNDS = 4;

  private final List<AutoCloseable> descriptors = new ArrayList<>();
  private Path root = Path.of("/");
  private PosixVolume volume;
  private BackgroundCall background;
  private VolumeContext context = VolumeContext.defaults();
  private int marks;

  private VolumeMain() {}

  public static void main(String[] args) throws Exception {
    VolumeMain main = new VolumeMain();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t", -1);
      String answer;
      main.mark("begin");
      try {
        answer = "done\t" + main.run(words);
      } catch (IOException e) {
        answer = e.getClass().getSimpleName() + "\t" + e.getMessage();
      }
      main.mark("end");
      main.marks++;
      answer(answer);
    }
  }

  /** Answers with writev, so that a failure injected into write hits the block's file alone. */
  static void answer(String answer) throws IOException {
    ByteBuffer[] line = {
      ByteBuffer.wrap(answer.replace('\n', ' ').getBytes(UTF_8)), ByteBuffer.wrap(new byte[] {'\n'})
    };
    synchronized (OUT) {
      while (line[1].hasRemaining()) {
        long unused = OUT.write(line);
      }
    }
  }

  /** Leaves a system call in the trace that names what begins or ends. */
  private void mark(String what) {
    boolean unused = Files.exists(root.resolve(what + "-" + marks));
  }

  private String run(String[] words) throws Exception {
    switch (words[0]) {
      case "one-helper" -> context = context.withExecutor(oneThread());
      case "open" -> open(words);
      case "open-mutant" -> openMutant(words[1], Arrays.copyOfRange(words, 1, words.length));
      case "write" -> volume.write(block(words).hash(), ByteBuffer.wrap(block(words).content()));
      case "write-direct" -> volume.write(block(words).hash(), block(words).direct());
      case "read" -> {
        ByteBuffer read = ByteBuffer.allocate(block(words).size());
        int size = volume.read(block(words).hash(), BlockSinks.into(read));
        return BlockHash.of(read.limit(size)).toString();
      }
      case "read-verified" -> {
        BlockHash hash = block(words).hash();
        ByteBuffer read = ByteBuffer.allocateDirect(block(words).size());
        int size = volume.read(hash, BlockSinks.verifying(hash, BlockSinks.into(read)));
        return BlockHash.of(read.limit(size)).toString();
      }
      case "stat" -> {
        return Long.toString(volume.stat(block(words).hash()).size());
      }
      case "touch" -> volume.touch(block(words).hash());
      case "index" -> {
        TreeSet<String> hashes = new TreeSet<>();
        volume.index(
            BlockPrefix.ALL,
            found -> {
              hashes.add(found.hash().toString());
              return true;
            });
        return String.join(",", hashes);
      }
      case "trash" -> {
        return volume.trash(block(words).hash(), null).toString();
      }
      case "untrash" -> {
        return volume.untrash(block(words).hash()).toString();
      }
      case "sweep" -> {
        return volume.emptyTrash().toString();
      }
      case "index-trash" -> {
        TreeSet<String> copies = new TreeSet<>();
        volume.indexTrash(
            BlockPrefix.parse(words[1]),
            (hash, size, deadline) -> {
              copies.add(hash + " " + size + " " + deadline.getEpochSecond());
              return true;
            });
        return String.join(",", copies);
      }
      case "broken-sweep" -> {
        return brokenSweep();
      }
      case "status" -> {
        return volume.status().toString();
      }
      case "close" -> volume.close();
      case "leftovers" -> {
        return String.join(",", VolumeLeftovers.below(root));
      }
      case "start" -> {
        String[] call = Arrays.copyOfRange(words, 1, words.length);
        background = BackgroundCall.start(() -> run(call));
      }
      case "await" -> background.awaitIn(words[1].split(" ", -1));
      case "await-end" -> {
        while (BackgroundCall.isIn(words[1].split(" ", -1))) {
          Thread.onSpinWait();
        }
      }
      case "interrupt" -> background.interrupt();
      case "join" -> {
        return background.join().toString();
      }
      case "list" -> {
        return String.join(",", Listing.files(root));
      }
      case "traffic" ->
          new MarkedTraffic(root, volume, MarkedTraffic.Style.valueOf(words[1]))
              .run(Long.parseLong(words[2]));
      case "write-with-neighbour", "write-then-neighbour" -> {
        boolean onceMade = words[0].equals("write-then-neighbour");
        new Traffic(root, volume, 0).together(block(words), block(words).neighbour(), onceMade);
      }
      case "endless" -> new Traffic(root, volume, Long.parseLong(words[1])).endless();
      case "sh" -> shell(words[1]);
      case "exhaust" -> exhaustDescriptors();
      case "recover" -> {
        for (AutoCloseable descriptor : descriptors) {
          descriptor.close();
        }
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "";
  }

  /**
   * Takes root and durability, then maybe minimum age, lifetime, bytes to stay free, and limits.
   */
  private void open(String[] words) throws IOException {
    volume = PosixVolume.open(Path.of(words[1]), prepared(words), context);
  }

  private void openMutant(String mutant, String[] words) throws IOException {
    volume = PosixMutant.valueOf(mutant).open(Path.of(words[1]), prepared(words), context);
  }

  private PosixOptions prepared(String[] words) {
    PosixOptions options = PosixOptions.defaults().withDurability(Durability.valueOf(words[2]));
    if (words.length > 3) {
      Duration minimumAge = Duration.parse(words[3]);
      context = context.withTrashPolicy(new TrashPolicy(minimumAge, Duration.parse(words[4])));
    }
    long minFree = words.length > 5 ? Long.parseLong(words[5]) : 0;
    if (words.length > 6) {
      options =
          options.withLimits(new TimeLimits(Duration.parse(words[6]), Duration.parse(words[7])));
    }
    root = Path.of(words[1]);
    return options.withMinFree(minFree);
  }

  /** Returns what a sweep threw, and the counts that came with it. */
  private String brokenSweep() {
    try {
      return "nothing " + volume.emptyTrash();
    } catch (VolumeException e) {
      return e.getClass().getSimpleName() + " " + e.sweep().orElse(null);
    }
  }

  private static Executor oneThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "helper");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static TestBlock block(String[] words) {
    return new TestBlock(Long.parseLong(words[1]), Integer.parseInt(words[2]));
  }

  private static void shell(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
  }

  private void exhaustDescriptors() throws ClassNotFoundException {
    // Without descriptors no class can be loaded any more.
    Class<?> unused = Class.forName(VolumeUnavailableException.class.getName());
    for (int i = 0; i < ROUNDS; i++) {
      System.gc(); // closes what garbage has open, now and not between two calls of a test
      openAllThatCanBe();
    }
  }

  private void openAllThatCanBe() {
    try {
      while (true) {
        descriptors.add(FileChannel.open(Path.of("/dev/null")));
      }
    } catch (FileSystemException e) {
      // None is left, as intended.
      return;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
