// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Headers that many answers have, with the same values, put into bytes once. */
public final class SameHeaders {
  private final ImmutableList<HttpField> fields;

  /** Makes headers of their names and values. */
  public SameHeaders(Map<String, String> headers) {
    fields =
        headers.entrySet().stream()
            .<HttpField>map(header -> new PreEncodedHttpField(header.getKey(), header.getValue()))
            .collect(ImmutableList.toImmutableList());
  }

  void addTo(HttpFields.Mutable answer) {
    fields.forEach(answer::add);
  }
}
