// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import org.keepvolume.Access;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.Mount;
import org.keepvolume.store.MountOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * Stores files as blocks in a directory, reads them back verified, compares, and lists what is
 * where.
 */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description = "Stores files as blocks in a directory and reads them back.")
public final class Quickstart implements Callable<Integer> {
  private final ByteBuffer block = ByteBuffer.allocateDirect(Volume.MAX_BLOCK_SIZE);
  private final ByteBuffer back = ByteBuffer.allocate(Volume.MAX_BLOCK_SIZE);

  @Option(names = "--volume", description = "Where blocks go, made if missing (${DEFAULT-VALUE}).")
  private Path directory = Path.of("quickstart-volume");

  @Option(
      names = "--old",
      paramLabel = "DIR",
      description = "A directory whose blocks are read, too, and never changed; may be repeated.")
  private List<Path> oldDirectories = List.of();

  @Option(
      names = "--get",
      paramLabel = "LOCATOR",
      converter = LocatorConverter.class,
      description = "A block to read and verify, too, wherever it is; may be repeated.")
  private List<BlockLocator> wanted = List.of();

  @Parameters(paramLabel = "FILE", description = "The files to store (${DEFAULT-VALUE}).")
  private List<Path> files = List.of(Path.of("README.md"));

  /** Runs the command and exits with 0, or with 1 or 2 after a message on what went wrong. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Quickstart());
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          line.getErr()
              .println("quickstart: " + (e instanceof FileSystemException ? e : e.getMessage()));
          return 1;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new IOException(file + " is not a file that can be read; nothing was stored");
      }
    }
    try (BlockStore store = open()) {
      for (Path file : files) {
        List<BlockLocator> blocks = write(store, file);
        compare(store, file, blocks);
        System.out.printf("%s: %d block(s) read back, all equal%n", file, blocks.size());
      }
      for (BlockLocator locator : wanted) {
        int size = store.read(locator.hash(), back.clear());
        System.out.printf("%s: %d bytes read, verified%n", locator.hash(), size);
      }
      for (Mount mount : store.mounts()) {
        list(store, mount);
      }
    }
    return 0;
  }

  private BlockStore open() throws IOException {
    Path root = Files.createDirectories(directory).toAbsolutePath();
    BlockStoreBuilder store = BlockStore.builder().mount(PosixVolume.open(root));
    for (Path old : oldDirectories) {
      store.mount(
          PosixVolume.open(old.toAbsolutePath()),
          MountOptions.defaults().withAccess(Access.READ_ONLY));
    }
    return store.build();
  }

  private static void list(BlockStore store, Mount mount) throws IOException {
    boolean old = mount.options().access() == Access.READ_ONLY;
    System.out.println((old ? "the old volume " : "the volume ") + mount.volume() + " holds:");
    store.index(
        mount,
        BlockPrefix.ALL,
        info -> {
          System.out.printf("  %s+%d  %s%n", info.hash(), info.size(), info.mtime());
          return true;
        });
  }

  private List<BlockLocator> write(BlockStore store, Path file) throws IOException {
    List<BlockLocator> blocks = new ArrayList<>();
    try (FileChannel in = FileChannel.open(file);
        ProgressBar progress = progressBar("storing " + file.getFileName(), in.size())) {
      do {
        blocks.add(store.write(next(in)).locator());
        progress.stepBy(block.limit());
      } while (in.position() < in.size());
    }
    blocks.forEach(System.out::println);
    return blocks;
  }

  private void compare(BlockStore store, Path file, List<BlockLocator> blocks) throws IOException {
    try (FileChannel in = FileChannel.open(file);
        ProgressBar progress = progressBar("reading " + file.getFileName(), in.size())) {
      for (BlockLocator locator : blocks) {
        store.read(locator.hash(), back.clear());
        if (!next(in).equals(back.flip())) {
          throw new IOException(file + " has changed since block " + locator + " was stored");
        }
        progress.stepBy(block.limit());
      }
    }
  }

  private ByteBuffer next(FileChannel in) throws IOException {
    block.clear();
    while (block.hasRemaining() && in.read(block) >= 0) {}
    return block.flip();
  }

  private static ProgressBar progressBar(String task, long bytes) {
    var bar = ProgressBar.builder().setTaskName(task).setInitialMax(bytes);
    // A bar needs a terminal that takes control sequences.
    if (bytes <= Volume.MAX_BLOCK_SIZE || !CommandLine.Help.Ansi.AUTO.enabled()) {
      bar.setConsumer(new DelegatingProgressBarConsumer(line -> {}));
    }
    return bar.setUnit(" MiB", 1 << 20).build();
  }

  /** Locators on the command line, with their own message on what is wrong with one. */
  private static final class LocatorConverter implements ITypeConverter<BlockLocator> {
    @Override
    public BlockLocator convert(String text) {
      try {
        return BlockLocator.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
