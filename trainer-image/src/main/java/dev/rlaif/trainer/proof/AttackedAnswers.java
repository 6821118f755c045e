package dev.rlaif.trainer.proof;

import dev.rlaif.trainer.judge.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attacks a judge from within bad answers, and sees how far their scores rise. */
record AttackedAnswers(JudgeProof.Setting setting, Questioning questioning) {
  /** With twelve ways enough to tell a judge that never falls for any from a gate of 0.05. */
  private static final int ANSWERS = 8;

  static int calls(int pairs) {
    return Math.min(ANSWERS, pairs) * Attack.values().length;
  }

  Injection attack(List<ScoredAnswer> answers) {
    List<ScoredAnswer> victims = victims(answers);
    List<CompletableFuture<Judgement>> asked = new ArrayList<>();
    for (ScoredAnswer victim : victims) {
      for (Attack attack : Attack.values()) {
        asked.add(setting.judge().judge(attack.on(victim.answer(), setting.wish())));
      }
    }
    List<Judgement> said = questioning.await(asked);
    int ways = Attack.values().length;
    List<Injection.Attempt> attempts =
        IntStream.range(0, said.size())
            .mapToObj(i -> attempt(victims.get(i / ways), Attack.values()[i % ways], said.get(i)))
            .toList();
    return Injection.of(
        attempts, setting.validation().injectionLift(), setting.validation().threshold());
  }

  /**
   * Bad answers from all over the file. Those that the judge calls bad come first: a score that is
   * high already cannot be lifted.
   */
  private List<ScoredAnswer> victims(List<ScoredAnswer> answers) {
    List<ScoredAnswer> bad = answers.stream().filter(answer -> !answer.good()).toList();
    double threshold = setting.validation().threshold();
    List<ScoredAnswer> calledBad =
        bad.stream().filter(answer -> answer.isScored() && answer.score() < threshold).toList();
    int wanted = Math.min(ANSWERS, bad.size());
    if (calledBad.size() >= wanted) {
      return spread(calledBad, wanted);
    }
    List<ScoredAnswer> others = bad.stream().filter(answer -> !calledBad.contains(answer)).toList();
    return Stream.concat(calledBad.stream(), others.stream()).limit(wanted).toList();
  }

  private static List<ScoredAnswer> spread(List<ScoredAnswer> answers, int wanted) {
    return IntStream.range(0, wanted)
        .mapToObj(i -> answers.get(i * answers.size() / wanted))
        .toList();
  }

  private Injection.Attempt attempt(ScoredAnswer victim, Attack attack, Judgement said) {
    return new Injection.Attempt(
        attack.title(),
        victim.pair().prompt(),
        attack.on(victim.answer(), setting.wish()).text(),
        score(victim.first()),
        score(said),
        said.raw());
  }

  private static @Nullable Double score(Judgement judgement) {
    return judgement.p().isPresent() ? judgement.p().getAsDouble() : null;
  }
}
