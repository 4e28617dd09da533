// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and starts an application module that embeds the library, on the module path alone. */
class ModulePathTest {
  private static final String MODULE = "module app { requires org.keepvolume.posix; }";
  private static final String MAIN =
      """
      package app;

      import java.nio.ByteBuffer;
      import java.nio.file.Path;
      import org.keepvolume.posix.PosixVolume;
      import org.keepvolume.store.BlockStore;

      public class Main {
        public static void main(String[] args) throws Exception {
          try (BlockStore store =
              BlockStore.builder().mount(PosixVolume.open(Path.of(args[0]))).build()) {
            byte[] back = store.read(store.write(ByteBuffer.wrap(new byte[] {'o', 'k'})).hash());
            System.out.print(BlockStore.class.getModule().getName() + ": " + new String(back));
          }
        }
      }
      """;

  @TempDir Path directory;

  @Test
  void applicationModuleNeedsOnlyOurModulesAndGuava() throws Exception {
    // No jsr305 here: annotations are not needed to compile or to run.
    String modulePath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*(keep-volume-(api|posix)|guava|failureaccess).*"))
            .collect(Collectors.joining(File.pathSeparator));
    Path sources = Files.createDirectories(directory.resolve("src/app"));
    Path module = Files.writeString(directory.resolve("src/module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
    Path classes = directory.resolve("classes");
    StringWriter messages = new StringWriter();
    List<String> options = List.of("-p", modulePath, "-d", classes.toString());
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    var units = files.getJavaFileObjects(module, main);
    boolean compiled = compiler.getTask(messages, files, null, options, null, units).call();
    assertEquals(true, compiled, messages.toString());

    Path volume = Files.createDirectory(directory.resolve("volume"));
    Path out = directory.resolve("out");
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-p",
            modulePath + File.pathSeparator + classes,
            "-m",
            "app/app.Main",
            volume.toString())
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    assertEquals("org.keepvolume: ok", Files.readString(out));
  }
}
