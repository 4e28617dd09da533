// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML 1.2, in which a number is the text that stands there.
 *
 * <p>The type of a value is for its key to say: a container {@code 0123} or {@code 1e10} has that
 * name, and not that of a number that is printed in another way.
 */
final class TextSchema extends CoreSchema {
  private final ScalarResolver core = new CoreScalarResolver(true); // takes << for a merge

  @Override
  public ScalarResolver getScalarResolver() {
    return (value, implicit) -> {
      Tag tag = core.resolve(value, implicit);
      return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Tag.STR : tag;
    };
  }
}
