// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration has mistakes: all that were found (CF-1). */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<ConfigProblem> problems;

  /**
   * Makes the exception.
   *
   * @param problems what is wrong, at least one thing
   * @throws IllegalArgumentException if there is none
   */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    checkArgument(!problems.isEmpty(), "no problem is given");
    this.problems = ImmutableList.copyOf(problems);
  }

  /**
   * Returns the mistakes.
   *
   * @return at least one, in the order of the configuration; empty after deserialization
   */
  public List<ConfigProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
