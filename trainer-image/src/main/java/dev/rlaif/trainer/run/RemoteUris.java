package dev.rlaif.trainer.run;

import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.Pairs;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.UsefulWords;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.trainer.hub.ModelDownload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The uris of a plan that lead nowhere from here. */
final class RemoteUris {
  private final Map<String, String> byField = new LinkedHashMap<>();

  private RemoteUris() {}

  /**
   * One sentence for each, with its field.
   *
   * @param unreachable why a uri leads nowhere, empty if it may lead somewhere
   */
  static List<String> problems(RunPlan plan, Function<String, Optional<String>> unreachable) {
    var uris = new RemoteUris();
    uris.addAll(plan.spec());
    uris.addAll(plan.judge());
    plan.evaluationJudge().ifPresent(uris::addAll);
    List<String> problems = new ArrayList<>();
    uris.byField.forEach(
        (field, uri) ->
            unreachable
                .apply(uri)
                .ifPresent(why -> problems.add(field + " is " + uri + ": " + why)));
    return problems;
  }

  private void addAll(RlaifRunSpec spec) {
    if (!ModelDownload.isNeeded(spec.model())) {
      add("spec.model.uri", spec.model().uri());
    }
    for (int i = 0; i < spec.prompts().files().size(); i++) {
      add("spec.prompts.files[" + i + "].uri", spec.prompts().files().get(i).uri());
    }
    Pairs pairs = spec.pairs();
    for (int i = 0; pairs != null && i < pairs.files().size(); i++) {
      add("spec.pairs.files[" + i + "].uri", pairs.files().get(i).uri());
    }
    UsefulWords useful = spec.evaluation().usefulWords();
    add("spec.evaluation.usefulWords.uri", useful == null ? null : useful.uri());
  }

  private void addAll(JudgePlan judge) {
    String field = "RewardJudge " + judge.name() + " spec.";
    RewardJudgeSpec spec = judge.spec();
    Wordlist words = spec.wordlist();
    add(field + "wordlist.uri", words == null ? null : words.uri());
    for (JudgePart part : Objects.requireNonNullElse(spec.parts(), List.<JudgePart>of())) {
      Wordlist own = part.wordlist();
      add(field + "parts[" + part.name() + "].wordlist.uri", own == null ? null : own.uri());
    }
    Validation validation = spec.validation();
    add(field + "validation.examples.uri", validation == null ? null : validation.examples().uri());
  }

  private void add(String field, @Nullable String uri) {
    if (uri != null) {
      byField.put(field, uri);
    }
  }
}
