package dev.rlaif.plan;

import dev.rlaif.api.v1alpha1.JudgePart;
import dev.rlaif.api.v1alpha1.Metadata;
import dev.rlaif.api.v1alpha1.NameReference;
import dev.rlaif.api.v1alpha1.RewardJudge;
import dev.rlaif.api.v1alpha1.RewardJudgeSpec;
import dev.rlaif.api.v1alpha1.RlaifRun;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.api.v1alpha1.Wordlist;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold between a run and the judges that it names. */
final class JudgesOfRun {
  private static final String NAME = "spec.judgeRef.name";
  private static final String SECOND = "spec.evaluation.judgeRef.name";
  private static final String USEFUL = "spec.evaluation.gates.minUsefulRatio";

  private JudgesOfRun() {}

  static List<Problem> problems(Document<RlaifRun> run, Documents documents) {
    List<Problem> problems = new ArrayList<>();
    if (run.isSound(NAME)) {
      problems.addAll(ofTraining(run, documents));
    }
    if (run.isSound(SECOND)) {
      second(run.value().spec())
          .filter(name -> find(name, documents).isEmpty())
          .ifPresent(name -> problems.add(run.problem(SECOND, none(name, documents))));
    }
    if (run.isSound(NAME) && run.isSound("spec.evaluation") && !countsUseful(run, documents)) {
      problems.add(
          run.problem(
              USEFUL,
              "nothing says which words make an answer useful: give evaluation.usefulWords, or a"
                  + " wordlist judge with require"));
    }
    return problems;
  }

  /** Name of the judge that scores the evaluation instead of the training judge. */
  static Optional<String> second(RlaifRunSpec spec) {
    return Optional.ofNullable(spec.evaluation().judgeRef()).map(NameReference::name);
  }

  private static List<Problem> ofTraining(Document<RlaifRun> run, Documents documents) {
    RlaifRunSpec spec = run.value().spec();
    String name = spec.judgeRef().name();
    Optional<Document<RewardJudge>> judge = find(name, documents);
    if (judge.isEmpty()) {
      return List.of(run.problem(NAME, none(name, documents)));
    }
    boolean waitsForEver =
        run.isSound("spec.judgeRef.requireValidated")
            && spec.judgeRef().requireValidated()
            && judge.get().isSound("spec.validation")
            && judge.get().value().spec().validation() == null;
    return waitsForEver
        ? List.of(
            run.problem(
                "spec.judgeRef.requireValidated",
                "RewardJudge "
                    + name
                    + " has no validation that it could pass: give it one, or set requireValidated"
                    + " to false"))
        : List.of();
  }

  /** Whether the gate on useful answers, if there is one, has words to go by. */
  private static boolean countsUseful(Document<RlaifRun> run, Documents documents) {
    RlaifRunSpec spec = run.value().spec();
    if (spec.evaluation().gates().minUsefulRatio() == null
        || spec.evaluation().usefulWords() != null) {
      return true;
    }
    List<String> names = new ArrayList<>(List.of(spec.judgeRef().name()));
    second(spec).ifPresent(names::add);
    return names.stream()
        .flatMap(name -> find(name, documents).stream())
        .anyMatch(judge -> !judge.isSound("spec") || mayRequire(judge.value().spec()));
  }

  /** Words that stand elsewhere are not known yet. */
  private static boolean mayRequire(RewardJudgeSpec judge) {
    List<JudgePart> parts = judge.parts();
    return mayRequire(judge.wordlist())
        || parts != null && parts.stream().anyMatch(part -> mayRequire(part.wordlist()));
  }

  private static boolean mayRequire(@Nullable Wordlist words) {
    return words != null
        && (!words.require().isEmpty() || words.uri() != null || words.configMapRef() != null);
  }

  static RewardJudge named(String name, Documents documents) {
    return find(name, documents).orElseThrow().value();
  }

  static boolean isNamed(Document<RewardJudge> judge, String name) {
    return nameOf(judge).filter(name::equals).isPresent();
  }

  static String none(String name, Documents documents) {
    List<String> known =
        documents.judges().stream().flatMap(judge -> nameOf(judge).stream()).toList();
    return "there is no RewardJudge " + name + Names.known(name, known);
  }

  /** Absent where the document lacks it. */
  private static Optional<String> nameOf(Document<RewardJudge> judge) {
    return Optional.ofNullable(judge.value().metadata()).map(Metadata::name);
  }

  private static Optional<Document<RewardJudge>> find(String name, Documents documents) {
    return documents.judges().stream().filter(judge -> isNamed(judge, name)).findFirst();
  }
}
