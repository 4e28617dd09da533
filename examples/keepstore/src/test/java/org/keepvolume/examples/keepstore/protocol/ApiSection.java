// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The rows of one table of the page, in order. */
final class ApiSection {
  private final String name;
  private final List<ApiRow> rows = new ArrayList<>();
  private String request = "";

  ApiSection(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  List<ApiRow> rows() {
    return rows;
  }

  /** Names the request of the rows that follow. */
  ApiSection request(String request) {
    this.request = request;
    return this;
  }

  ApiSection row(
      String condition, String answer, String like, UnaryOperator<Scene> state, Exchange exchange) {
    rows.add(new ApiRow(request, condition, answer, like, state, exchange));
    return this;
  }

  ApiSection row(String condition, String answer, String like, Exchange exchange) {
    return row(condition, answer, like, scene -> scene, exchange);
  }
}
