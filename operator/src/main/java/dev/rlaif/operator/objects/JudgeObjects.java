package dev.rlaif.operator.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** The objects of a judge. */
public final class JudgeObjects {
  private JudgeObjects() {}

  /** The plan of the validation, immutable, named by the judge's hash. */
  public static ConfigMap plan(JudgeContext judge) {
    throw new UnsupportedOperationException();
  }

  /** The Job of the validation, named by the judge's hash. */
  public static Job validation(JudgeContext judge) {
    throw new UnsupportedOperationException();
  }

  /** What serves the judge's model, to be applied; empty unless spec.serve is given. */
  public static List<HasMetadata> serving(JudgeContext judge) {
    throw new UnsupportedOperationException();
  }
}
