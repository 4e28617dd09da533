// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one document of YAML as maps, lists, texts and booleans, and says where a mistake is.
 *
 * <p>It is looked at twice: as a stream of events, which takes no more memory for what is nested or
 * used again and again, and only then as a whole. No message shows a value, which may be a secret.
 */
final class Yaml {
  /** More than any configuration has, and few enough for those who walk through it by recursion. */
  private static final int MOST_LEVELS = 100;

  private static final int MOST_ALIASES = 50;
  private static final int LONGEST = 200;
  private static final String STANDARD = "tag:yaml.org,2002:";
  private static final Set<String> TAGS =
      Set.of(
          "!",
          STANDARD + "str",
          STANDARD + "bool",
          STANDARD + "null",
          STANDARD + "seq",
          STANDARD + "map");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new TextSchema())
          .setAllowDuplicateKeys(false)
          .setAllowNonScalarKeys(false)
          .setMaxAliasesForCollections(MOST_ALIASES)
          .build();

  private final Set<String> anchors = new HashSet<>();
  private int aliases;
  private int levels;

  private Yaml() {}

  /**
   * Reads a document.
   *
   * @return maps, lists, texts, booleans and nulls, of which one may stand in several places; null
   *     if there is none
   * @throws ConfigException if it is none, or not one that is read here
   */
  @Nullable
  static Object read(String text) throws ConfigException {
    try {
      Yaml yaml = new Yaml();
      for (Event event : new Parse(SETTINGS).parseString(text)) {
        yaml.check(event);
      }
      return new Load(SETTINGS).loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      throw mistake(place(e.getProblemMark()), context(e) + e.getProblem());
    } catch (ReaderException e) {
      String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
      long lines = before.chars().filter(c -> c == '\n').count();
      int column = e.getPosition() - before.codePointCount(0, before.lastIndexOf('\n') + 1);
      throw mistake(
          place(lines, column), String.format("character U+%04X is not allowed", e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw mistake("", "is not read as YAML: " + e.getMessage());
    }
  }

  private void check(Event event) throws ConfigException {
    if (event instanceof AliasEvent alias) {
      aliases++;
      if (aliases > MOST_ALIASES) {
        throw mistake(
            place(event.getStartMark()), "more than " + MOST_ALIASES + " aliases; write them out");
      }
      if (!anchors.contains(alias.getAlias().getValue())) {
        throw mistake(
            place(event.getStartMark()),
            "an alias without an anchor before it; a text that begins with * needs quotes");
      }
    } else if (event instanceof NodeEvent node) {
      node.getAnchor().ifPresent(anchor -> anchors.add(anchor.getValue()));
    }
    Optional<String> tag = Optional.empty();
    if (event instanceof CollectionStartEvent start) {
      levels++;
      if (levels > MOST_LEVELS) {
        throw mistake(
            place(event.getStartMark()), "more than " + MOST_LEVELS + " levels, one in the other");
      }
      tag = start.getTag();
    } else if (event instanceof CollectionEndEvent) {
      levels--;
    } else if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    }
    if (tag.isPresent() && !TAGS.contains(tag.get())) {
      throw mistake(
          place(event.getStartMark()),
          "a tag other than !!str, !!bool, !!null, !!seq and !!map; a text that begins with ! needs"
              + " quotes");
    }
  }

  /** Says in what the problem is: where that begins is often where something was forgotten. */
  private static String context(MarkedYamlEngineException e) {
    String context = e.getContext();
    if (context == null || context.isEmpty()) {
      return "";
    }
    String begin = place(e.getContextMark());
    return context + (begin.isEmpty() ? "" : " (from " + begin + ")") + ", ";
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(at -> place(at.getLine(), at.getColumn())).orElse("");
  }

  /** Counts from 1, as editors do. */
  private static String place(long line, int column) {
    return "line " + (line + 1) + ", column " + (column + 1);
  }

  static ConfigException mistake(String where, String what) {
    boolean isLong = what.length() > LONGEST;
    return new ConfigException(
        List.of(new ConfigProblem(where, isLong ? what.substring(0, LONGEST) + "..." : what)));
  }
}
