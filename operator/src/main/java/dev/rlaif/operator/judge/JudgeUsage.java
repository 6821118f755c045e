package dev.rlaif.operator.judge;

import dev.rlaif.api.v1alpha1.JudgeSnapshot;
import dev.rlaif.api.v1alpha1.NameReference;
import dev.rlaif.api.v1alpha1.RlaifRunSpec;
import dev.rlaif.operator.kube.ObjectNames;
import dev.rlaif.operator.kube.RlaifRunResource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who needs a judge.
 *
 * @param unfinished runs that name it and have not ended
 * @param servers Deployments that a run was planned with
 * @param needsAny whether a run needs a server that its status does not tell: it names the judge
 *     for its evaluation, of which only the plan knows the hash
 */
record JudgeUsage(int unfinished, Set<String> servers, boolean needsAny) {
  static final JudgeUsage NONE = new JudgeUsage(0, Set.of(), false);

  static JudgeUsage of(String judge, List<RlaifRunResource> runs) {
    List<RlaifRunResource> users =
        runs.stream().filter(run -> !run.hasEnded() && namedBy(run).contains(judge)).toList();
    Set<String> servers = new TreeSet<>();
    for (RlaifRunResource run : users) {
      JudgeSnapshot snapshot = run.knownStatus().judge();
      if (snapshot != null && snapshot.name().equals(judge)) {
        servers.add(ObjectNames.judgeServe(judge, snapshot.hash()));
      }
    }
    boolean needsAny =
        users.stream()
            .anyMatch(
                run ->
                    run.knownStatus().startTime() != null
                        && !run.getSpec().judgeRef().name().equals(judge));
    return new JudgeUsage(users.size(), servers, needsAny);
  }

  /** Names of the judges that a run names; a run whose spec cannot be read names none. */
  static Set<String> namedBy(RlaifRunResource run) {
    Set<String> names = new HashSet<>();
    RlaifRunSpec spec = run.getSpec();
    if (spec != null && spec.judgeRef() != null) {
      names.add(spec.judgeRef().name());
      NameReference second = spec.evaluation().judgeRef();
      if (second != null) {
        names.add(second.name());
      }
    }
    return names;
  }

  boolean needs(String server) {
    return needsAny || servers.contains(server);
  }
}
