// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.collect.ImmutableSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.RecordingSink;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeStatus;

/** A backend made by reflection: records every call, gives sample results, acts as told. */
final class RecordingBackend {
  /** What a method does in place of giving its sample result; null as result keeps the sample. */
  @FunctionalInterface
  interface Behaviour {
    @Nullable
    Object call(Object[] arguments) throws Throwable;
  }

  /** One call that arrived. */
  record Call(String method, List<Object> arguments) {}

  static final String DEVICE = "fake:device";
  static final BlockHash HASH = BlockHash.of("foo".getBytes(US_ASCII));

  private static final Map<Class<?>, Object> ARGUMENTS =
      Map.of(
          BlockHash.class,
          HASH,
          BlockSink.class,
          new RecordingSink(),
          ByteBuffer.class,
          ByteBuffer.allocate(3),
          Instant.class,
          Instant.EPOCH,
          BlockPrefix.class,
          BlockPrefix.ALL,
          IndexVisitor.class,
          (IndexVisitor) block -> true,
          TrashVisitor.class,
          (TrashVisitor) (hash, size, deadline) -> true);

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final Map<Class<?>, Object> results;
  private final Volume volume;

  RecordingBackend(Capability... capabilities) {
    results =
        Map.of(
            String.class,
            DEVICE,
            Set.class,
            ImmutableSet.copyOf(capabilities),
            int.class,
            7,
            BlockInfo.class,
            new BlockInfo(HASH, 3, Instant.EPOCH),
            TrashOutcome.class,
            TrashOutcome.TOO_RECENT,
            UntrashOutcome.class,
            UntrashOutcome.ALREADY_LIVE,
            TrashSweep.class,
            new TrashSweep(1, 2, 3, 4, 5, 6),
            VolumeStatus.class,
            new VolumeStatus(OptionalLong.of(1), OptionalLong.empty()));
    volume =
        (Volume)
            Proxy.newProxyInstance(
                Volume.class.getClassLoader(),
                new Class<?>[] {Volume.class},
                (proxy, method, arguments) -> answer(proxy, method, arguments));
  }

  /** Returns a backend that declares every capability. */
  static RecordingBackend capable() {
    return new RecordingBackend(Capability.values());
  }

  Volume volume() {
    return volume;
  }

  void on(String method, Behaviour behaviour) {
    behaviours.put(method, behaviour);
  }

  List<Call> calls() {
    return calls;
  }

  /** Counts the calls of one method. */
  long calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).count();
  }

  /** Counts the calls that could do I/O. */
  long ioCalls() {
    return calls.stream()
        .filter(call -> !Set.of("deviceId", "capabilities").contains(call.method()))
        .count();
  }

  /** Returns the sample result of a method; null for void. */
  @Nullable
  Object result(Method method) {
    if (method.getReturnType() == void.class) {
      return null;
    }
    Object result = results.get(method.getReturnType());
    if (result == null) {
      throw new AssertionError("no sample result for " + method);
    }
    return result;
  }

  private @Nullable Object answer(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "toString" -> "the backend";
        case "hashCode" -> System.identityHashCode(proxy);
        default -> proxy == arguments[0];
      };
    }
    Object[] given = arguments == null ? new Object[0] : arguments;
    calls.add(new Call(method.getName(), Arrays.asList(given)));
    Behaviour behaviour = behaviours.get(method.getName());
    Object result = behaviour == null ? null : behaviour.call(given);
    return result == null ? result(method) : result;
  }

  /** Returns every method that a volume must implement. */
  static List<Method> volumeMethods() {
    return Arrays.stream(Volume.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  /** Returns the methods that may do I/O, without close. */
  static Stream<Method> ioMethods() {
    return volumeMethods().stream()
        .filter(m -> !Set.of("deviceId", "capabilities", "close").contains(m.getName()));
  }

  /** Returns one valid argument for each parameter, the same instances each time. */
  static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(
            type -> {
              Object argument = ARGUMENTS.get(type);
              if (argument == null) {
                throw new AssertionError("no sample argument for " + method);
              }
              return argument;
            })
        .toArray();
  }

  /** Returns how a message starts for a call with the sample arguments. */
  static String messageStart(Method method) {
    String words = method.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    boolean onBlock = List.of(method.getParameterTypes()).contains(BlockHash.class);
    return words + (onBlock ? " " + HASH : "") + " on " + DEVICE + ": ";
  }

  /** Calls a method by reflection, throwing what it throws. */
  static @Nullable Object invoke(Method method, Volume volume, Object... arguments)
      throws Throwable {
    try {
      return method.invoke(volume, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
