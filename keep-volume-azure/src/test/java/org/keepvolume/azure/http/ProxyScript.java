// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

/** The rules of a proxy, and the requests that have come. */
@ThreadSafe
final class ProxyScript {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final List<RecordedRequest> requests = new ArrayList<>();

  @GuardedBy("lock")
  private final Map<RequestName, Integer> counts = new EnumMap<>(RequestName.class);

  @GuardedBy("lock")
  private final List<RequestRule> rules = new ArrayList<>();

  RequestRule add(RequestRule rule, RequestName name, int nth) {
    lock.lock();
    try {
      checkArgument(
          nth > counts.getOrDefault(name, 0), "%s comes too late: it was made already", rule);
      rules.add(rule);
      return rule;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a request, and finds what becomes of it. */
  Plan arrive(RecordedRequest request) {
    lock.lock();
    try {
      request.count(counts.merge(request.name(), 1, Integer::sum));
      requests.add(request);
      for (RequestRule rule : rules) {
        if (rule.takes(request)) {
          return rule.plan();
        }
      }
      return new Plan();
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> requests() {
    lock.lock();
    try {
      return List.copyOf(requests);
    } finally {
      lock.unlock();
    }
  }

  /** Tells what did not happen so far. */
  void judge(Problems problems) {
    lock.lock();
    try {
      for (RequestRule rule : rules) {
        String problem = rule.problem(counts);
        if (problem != null) {
          problems.add(problem, null);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all rules, tells what did not happen, and counts anew. */
  void end(Problems problems) {
    lock.lock();
    try {
      judge(problems);
      rules.forEach(rule -> rule.plan().stall.release());
      rules.clear();
      requests.clear();
      counts.clear();
    } finally {
      lock.unlock();
    }
  }
}
