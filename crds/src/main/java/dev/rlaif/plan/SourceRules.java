package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.ModelSource;
import dev.rlaif.api.v1alpha1.PairFile;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.UsefulWords;
import dev.rlaif.api.v1alpha1.ValidationExamples;
import dev.rlaif.api.v1alpha1.Wordlist;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of everything that names a model or a file by its uri. */
final class SourceRules {
  private static final String MODEL_SCHEMES =
      "uri must be hf://ORG/NAME, s3://BUCKET/PREFIX, pvc://CLAIM/PATH, bundled://PATH,"
          + " file:///PATH or an absolute path";
  private static final String REMOTE_OR_NO_TOKEN =
      "!has(self.tokenSecretRef) || self.uri.startsWith('hf://') || self.uri.startsWith('s3://')";
  private static final String FILE_SCHEMES =
      "uri must be hf://, s3://, pvc://, bundled://, file://, configmap://NAME/KEY or an absolute"
          + " path";
  private static final Form MODEL = Form.of("(hf|s3|pvc|bundled|file)://.+|/.*");
  private static final Form FILE = Form.of("(hf|s3|pvc|bundled|file|configmap)://.+|/.*");
  private static final Form HUB_MODEL =
      Form.of("hf://[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Form CLAIM =
      Form.of("pvc://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(/[^/]+)*").insideOnly();
  private static final Form CONFIG_MAP =
      Form.of("configmap://[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[-._A-Za-z0-9]+");
  private static final Form BUNDLED = Form.of("bundled://[^/]+(/[^/]+)*").insideOnly();

  static final List<Rule<?>> ALL = all();

  private SourceRules() {}

  private static List<Rule<?>> all() {
    List<Rule<?>> rules = new ArrayList<>();
    rules.add(uri(ModelSource.class, ModelSource::uri, MODEL, MODEL_SCHEMES));
    rules.add(
        form(
            ModelSource.class,
            ModelSource::uri,
            "hf://",
            HUB_MODEL,
            "an hf:// uri has the form hf://ORG/NAME; the branch, tag or commit goes into"
                + " revision"));
    rules.addAll(folders(ModelSource.class, ModelSource::uri));
    rules.add(
        new Rule<>(
            ModelSource.class,
            "revision",
            List.of("revision", "uri"),
            model -> model.revision() == null || model.uri().startsWith("hf://"),
            "!has(self.revision) || self.uri.startsWith('hf://')",
            "revision is for hf:// models only"));
    rules.add(
        new Rule<>(
            ModelSource.class,
            "tokenSecretRef",
            List.of("tokenSecretRef", "uri"),
            model -> model.tokenSecretRef() == null || isRemote(model.uri()),
            REMOTE_OR_NO_TOKEN,
            "tokenSecretRef is for hf:// and s3:// models only"));
    rules.addAll(file(PairFile.class, PairFile::uri));
    rules.addAll(file(PromptFile.class, PromptFile::uri));
    rules.add(
        new Rule<>(
            PromptFile.class,
            "tokenSecretRef",
            List.of("tokenSecretRef", "uri"),
            file -> file.tokenSecretRef() == null || isRemote(file.uri()),
            REMOTE_OR_NO_TOKEN,
            "tokenSecretRef is for hf:// and s3:// files only"));
    rules.addAll(file(UsefulWords.class, UsefulWords::uri));
    rules.addAll(file(Wordlist.class, Wordlist::uri));
    rules.addAll(file(ValidationExamples.class, ValidationExamples::uri));
    return List.copyOf(rules);
  }

  private static <T> List<Rule<T>> file(Class<T> type, Function<T, @Nullable String> uri) {
    List<Rule<T>> rules = new ArrayList<>();
    rules.add(uri(type, uri, FILE, FILE_SCHEMES));
    rules.add(
        form(
            type,
            uri,
            "configmap://",
            CONFIG_MAP,
            "a configmap:// uri has the form configmap://NAME/KEY"));
    rules.addAll(folders(type, uri));
    return rules;
  }

  private static <T> List<Rule<T>> folders(Class<T> type, Function<T, @Nullable String> uri) {
    return List.of(
        form(
            type, uri, "pvc://", CLAIM, "a pvc:// uri has the form pvc://CLAIM/PATH, without '..'"),
        form(
            type,
            uri,
            "bundled://",
            BUNDLED,
            "a bundled:// uri has the form bundled://PATH, without '..'"));
  }

  private static <T> Rule<T> uri(
      Class<T> type, Function<T, @Nullable String> uri, Form form, String message) {
    return new Rule<>(
        type,
        "uri",
        List.of("uri"),
        record -> {
          String given = uri.apply(record);
          return given == null || form.holds().test(given);
        },
        "!has(self.uri) || " + form.cel(),
        message);
  }

  private static <T> Rule<T> form(
      Class<T> type, Function<T, @Nullable String> uri, String scheme, Form form, String message) {
    return uri(type, uri, form.where(scheme), message);
  }

  private static boolean isRemote(String uri) {
    return uri.startsWith("hf://") || uri.startsWith("s3://");
  }

  /** What a uri must look like, in Java and in CEL. */
  private record Form(Predicate<String> holds, String cel) {
    static Form of(String regex) {
      return new Form(
          Pattern.compile(regex, Pattern.DOTALL).asMatchPredicate(),
          Cel.matches("self.uri", regex));
    }

    /** No part of the path leads upwards. */
    Form insideOnly() {
      return new Form(
          holds.and(uri -> !uri.contains("/../") && !uri.endsWith("/..")),
          cel + " && !self.uri.contains('/../') && !self.uri.endsWith('/..')");
    }

    /** Asked of uris that begin with {@code scheme} only. */
    Form where(String scheme) {
      return new Form(
          uri -> !uri.startsWith(scheme) || holds.test(uri),
          "!self.uri.startsWith(" + Cel.text(scheme) + ") || " + cel);
    }
  }
}
