package dev.rlaif.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Fewest and most elements of a list or entries of a map. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Items {
  int min() default 0;

  int max();

  /** No element may occur twice. */
  boolean distinct() default false;

  /** Field of the elements that no two of them may share; empty: none. */
  String key() default "";
}
