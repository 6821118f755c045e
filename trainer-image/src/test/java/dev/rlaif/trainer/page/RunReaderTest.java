package dev.rlaif.trainer.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.page.StageView.State;
import dev.rlaif.trainer.run.WorkspaceLock;
import dev.rlaif.trainer.tracking.MetricsLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
  @TempDir private Path folder;

  private static List<State> states(RunReader reader) {
    return reader.state().stages().stream().map(StageView::state).toList();
  }

  @Test
  void aFolderWithoutARunIsShownAsSuch() throws IOException {
    var reader = new RunReader(new Workspace(folder.resolve("later")), MadeWorkspace.ENVIRONMENT);
    assertThat(reader.refresh()).isFalse();
    assertThat(reader.state().begun()).isFalse();
    assertThat(reader.state().name()).isEqualTo("later");
    assertThat(reader.metrics().rows().steps()).isEmpty();
  }

  @Test
  void followsARunFromItsBeginningToItsVerdict() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder);
    var reader = new RunReader(run.workspace(), MadeWorkspace.ENVIRONMENT);
    reader.refresh();

    run.begun();
    assertThat(reader.refresh()).isTrue();
    assertThat(reader.state().name()).isEqualTo("vegetarian-small");
    assertThat(states(reader))
        .containsExactly(State.STOPPED, State.WAITING, State.WAITING, State.WAITING);
    try (WorkspaceLock held = WorkspaceLock.hold(run.workspace())) {
      reader.refresh();
      assertThat(states(reader).get(0)).isEqualTo(State.RUNNING);
      run.proved().trained(10, 1);
      assertThat(reader.refresh()).isTrue();
      assertThat(reader.results().proofs()).containsOnlyKeys("vegetarian-words");
      assertThat(states(reader))
          .containsExactly(State.DONE, State.DONE, State.RUNNING, State.WAITING);
      StageView train = reader.state().stages().get(2);
      assertThat(List.of(train.done(), train.total())).containsExactly(10L, 40L);
      assertThat(train.remainingSeconds()).isEqualTo(30);
      assertThat(held).isNotNull();
    }
    run.evaluated(0.1);
    assertThat(reader.refresh()).isTrue();
    assertThat(states(reader))
        .containsExactly(State.DONE, State.DONE, State.DONE, State.FELL_SHORT);
    assertThat(reader.results().evaluation()).isNotNull();
    assertThat(reader.words().in("roast beef")).isNotEmpty();
    assertThat(reader.refresh()).isFalse();
  }

  @Test
  void tellsOnlyTheNewsUntilTheLogIsCut() throws IOException {
    MadeWorkspace run = new MadeWorkspace(folder).begun().trained(5, 1);
    var reader = new RunReader(run.workspace(), MadeWorkspace.ENVIRONMENT);
    reader.refresh();
    RunReader.News first = reader.metrics();
    assertThat(reader.since(first.generation(), first.upTo())).isEmpty();

    MetricsLog.open(run.workspace().metrics(), 3, Clock.systemUTC());
    reader.refresh();
    RunReader.News cut = reader.since(first.generation(), first.upTo()).orElseThrow();
    assertThat(cut.generation()).isNotEqualTo(first.generation());
    assertThat(cut.rows().steps()).containsExactly(1, 2, 3);
  }
}
