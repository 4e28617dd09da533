// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.keepvolume.testkit.RawAccess;

/** The fixture's own access to its device failed, which says nothing about the volume. */
public final class FixtureTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private FixtureTrouble(String call, Throwable cause) {
    super("the fixture failed in RawAccess." + call + ": " + cause, cause);
  }

  /** Returns the same access, whose failures can be told from those of a volume. */
  static RawAccess guarded(RawAccess raw) {
    return (RawAccess)
        Proxy.newProxyInstance(
            RawAccess.class.getClassLoader(),
            new Class<?>[] {RawAccess.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(raw, arguments);
              } catch (InvocationTargetException e) {
                throw new FixtureTrouble(method.getName(), e.getCause());
              }
            });
  }
}
