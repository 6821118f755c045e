package dev.rlaif.operator.observe;

import dev.rlaif.api.v1alpha1.KeyReference;
import dev.rlaif.api.v1alpha1.SecretReference;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The objects of its namespace that a document names.
 *
 * @param configMaps keys by name
 */
record NamedObjects(
    SortedMap<String, SortedSet<String>> configMaps,
    SortedSet<String> secrets,
    SortedSet<String> claims) {
  private static final Pattern CONFIG_MAP = Pattern.compile("configmap://([^/]+)/([^/]+)");
  private static final Pattern CLAIM = Pattern.compile("pvc://([^/]+)(/.*)?");

  NamedObjects() {
    this(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
  }

  /** Adds what a record names, in whatever depth; null names nothing. */
  NamedObjects with(@Nullable Record record) {
    if (record != null) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        add(component.getName(), value(component, record));
      }
    }
    return this;
  }

  private void add(String name, @Nullable Object value) {
    if (value instanceof SecretReference secret) {
      secrets.add(secret.name());
    } else if (value instanceof KeyReference reference) {
      addKey(name, reference);
    } else if (value instanceof String text) {
      addText(name, text);
    } else if (value instanceof Record inner) {
      with(inner);
    } else if (value instanceof Collection<?> elements) {
      elements.forEach(element -> add(name, element));
    }
  }

  private void addKey(String name, KeyReference reference) {
    if (name.equals("secretKeyRef")) {
      secrets.add(reference.name());
    } else {
      addConfigMap(reference.name(), reference.key());
    }
  }

  private void addText(String name, String text) {
    if (name.equals("existingClaim")) {
      claims.add(text);
    } else if (name.equals("uri")) {
      Matcher configMap = CONFIG_MAP.matcher(text);
      if (configMap.matches()) {
        addConfigMap(configMap.group(1), configMap.group(2));
      }
      Matcher claim = CLAIM.matcher(text);
      if (claim.matches()) {
        claims.add(claim.group(1));
      }
    }
  }

  private void addConfigMap(String name, String key) {
    configMaps.computeIfAbsent(name, any -> new TreeSet<>()).add(key);
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          component + " of " + record.getClass() + " cannot be read", e);
    }
  }
}
