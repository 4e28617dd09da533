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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;

/**
 * The child's main class: does on one volume what the lines of its input say, see VolumeProcess.
 */
final class VolumeMain {
  private static final FileChannel OUT = new FileOutputStream(FileDescriptor.out).getChannel();

  private final List<AutoCloseable> descriptors = new ArrayList<>();
  private Path root = Path.of("/");
  private PosixVolume volume;
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
      case "open" -> {
        Path given = Path.of(words[1]);
        PosixOptions options = PosixOptions.defaults().withDurability(Durability.valueOf(words[2]));
        volume = PosixVolume.open(given, options, VolumeContext.defaults());
        root = given;
      }
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
      case "list" -> {
        return String.join(",", Listing.files(root));
      }
      case "traffic" -> new Traffic(root, volume, Long.parseLong(words[1])).finite();
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
