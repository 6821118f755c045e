package dev.rlaif.api.v1alpha1;

import static java.util.Objects.requireNonNullElse;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's files are.
 *
 * @param uri {@code hf://ORG/NAME}, {@code s3://BUCKET/PREFIX}, {@code pvc://CLAIM/PATH}, {@code
 *     bundled://PATH} (shipped with the installation), {@code file:///PATH} or an absolute path
 * @param revision branch, tag or commit, of {@code hf://} only; default main for these
 * @param tokenSecretRef token of the hub or key of the store; {@code hf://} and {@code s3://} only
 * @param dtype default auto
 */
public record ModelSource(
    @Required @Length(max = 2048) String uri,
    @Nullable @Length(max = 128) String revision,
    @Nullable SecretReference tokenSecretRef,
    Dtype dtype) {

  public ModelSource {
    if (revision == null && uri != null && uri.startsWith("hf://")) {
      revision = "main";
    }
    dtype = requireNonNullElse(dtype, Dtype.AUTO);
  }
}
