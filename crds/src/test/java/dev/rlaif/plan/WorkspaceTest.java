package dev.rlaif.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private final Workspace workspace = new Workspace(Path.of("w"));

  @Test
  void namesSortAsStepsDo() {
    assertThat(workspace.checkpoint(120)).isEqualTo(Path.of("w/train/checkpoints/step-000120"));
    assertThat(workspace.checkpoint(99)).isLessThan(workspace.checkpoint(100));
  }

  @Test
  void judgesDoNotShareFiles() {
    assertThat(workspace.judgeProof("a")).isEqualTo(Path.of("w/judge/a/proof.json"));
    assertThat(workspace.judgeCache("a")).isNotEqualTo(workspace.judgeCache("b"));
  }
}
