package dev.rlaif.operator.objects;

import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.PairFile;
import dev.rlaif.api.v1alpha1.Pairs;
import dev.rlaif.api.v1alpha1.PromptFile;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.UsefulWords;
import dev.rlaif.api.v1alpha1.Validation;
import dev.rlaif.api.v1alpha1.Wordlist;
import dev.rlaif.plan.JudgePlan;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims that a stage reads; no more than it needs, since a claim that lies on one node ties
 * the pod to it.
 */
final class StageClaims {
  private static final Pattern URI = Pattern.compile("pvc://([^/]+)(/.*)?");

  private StageClaims() {}

  static SortedSet<String> of(StageName stage, RunPlan plan) {
    RlaifRunSpec spec = plan.spec();
    List<@Nullable String> uris = new ArrayList<>();
    if (StageNeeds.readsModel(stage, spec)) {
      uris.add(spec.model().uri());
    }
    switch (stage) {
      case PROMPTS -> spec.prompts().files().stream().map(PromptFile::uri).forEach(uris::add);
      case PAIRS -> {
        uris.addAll(words(plan.judge()));
        Pairs given = spec.pairs();
        (given == null ? List.<PairFile>of() : given.files()).forEach(file -> uris.add(file.uri()));
      }
      case TRAIN, EVALUATE -> {
        uris.addAll(words(plan.judge()));
        plan.evaluationJudge().ifPresent(judge -> uris.addAll(words(judge)));
        UsefulWords useful = spec.evaluation().usefulWords();
        uris.add(useful == null ? null : useful.uri());
      }
      case JUDGE, MODEL, SERVE -> {}
    }
    return in(uris);
  }

  /** Of the proof of a judge: its words and its examples. */
  static SortedSet<String> of(JudgePlan judge) {
    Validation validation = judge.spec().validation();
    List<@Nullable String> uris = new ArrayList<>(words(judge));
    uris.add(validation == null ? null : validation.examples().uri());
    return in(uris);
  }

  /** The claim that a uri leads to, if it leads to one. */
  static Optional<String> claim(String uri) {
    Matcher matcher = URI.matcher(uri);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static List<@Nullable String> words(JudgePlan judge) {
    List<@Nullable String> uris = new ArrayList<>();
    uris.add(uri(judge.spec().wordlist()));
    for (JudgePart part : Objects.requireNonNullElse(judge.spec().parts(), List.<JudgePart>of())) {
      uris.add(uri(part.wordlist()));
    }
    return uris;
  }

  private static @Nullable String uri(@Nullable Wordlist words) {
    return words == null ? null : words.uri();
  }

  private static SortedSet<String> in(List<@Nullable String> uris) {
    SortedSet<String> claims = new TreeSet<>();
    uris.stream().filter(Objects::nonNull).forEach(uri -> claim(uri).ifPresent(claims::add));
    return claims;
  }
}
