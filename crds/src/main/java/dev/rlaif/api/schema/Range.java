package dev.rlaif.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Smallest and largest value of a number, both allowed unless said otherwise. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Range {
  double min();

  double max() default Double.POSITIVE_INFINITY;

  boolean aboveMin() default false;

  boolean belowMax() default false;
}
