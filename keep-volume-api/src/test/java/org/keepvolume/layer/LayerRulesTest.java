// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.Volume;

/** Rules for every layer, found in the compiled package: a method of Volume passes none by. */
class LayerRulesTest {
  @Test
  void volumeHasNoDefaultMethodThatAWrapperWouldInherit() {
    List<Method> methods = RecordingBackend.volumeMethods();
    assertTrue(methods.size() >= 13, "found only " + methods);
    for (Method method : methods) {
      assertFalse(method.isDefault(), method::toString);
    }
  }

  @Test
  void findsTheLayersThatAreKnown() throws Exception {
    List<Class<?>> layers = layers().toList();
    assertTrue(
        layers.containsAll(
            List.of(
                ForwardingVolume.class,
                CheckedVolume.class,
                ObservedVolume.class,
                RestrictedVolume.class,
                SerializedVolume.class)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void declaresEveryMethodOfVolumeItself(Class<?> layer) {
    for (Method method : RecordingBackend.volumeMethods()) {
      Method declared =
          assertDoesNotThrow(
              () -> layer.getDeclaredMethod(method.getName(), method.getParameterTypes()),
              () -> layer.getSimpleName() + " inherits " + method);
      assertEquals(method.getReturnType(), declared.getReturnType());
    }
  }

  static Stream<Class<?>> layers() throws Exception {
    Path classes =
        Path.of(ForwardingVolume.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertTrue(Files.isDirectory(classes), "not a directory of classes: " + classes);
    String name = ForwardingVolume.class.getPackageName();
    try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
          .<Class<?>>map(
              file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
          .filter(type -> Volume.class.isAssignableFrom(type) && !type.isInterface())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError("cannot list " + classes, e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, LayerRulesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
