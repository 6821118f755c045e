package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.plan.PlanJson;
import dev.rlaif.plan.RunPlan;
import dev.rlaif.plan.StageName;
import dev.rlaif.plan.StageReport;
import dev.rlaif.plan.Workspace;
import dev.rlaif.trainer.run.RunListener;
import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.tracking.ProgressLine;
import dev.rlaif.trainer.tracking.StepMetrics;
import java.io.PrintWriter;
import java.time.Clock;

/** What a run does, one JSON object a line, each with its time and what happened. */
final class JsonLog implements RunListener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Clock clock;

  JsonLog(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  void run(RunPlan plan, Workspace workspace) {
    write(
        event("run")
            .put("name", plan.name())
            .put("workspace", workspace.root().toAbsolutePath().normalize().toString())
            .put("hash", plan.hash()));
  }

  @Override
  public void begins(StageName stage, String what) {
    write(event("stage").put("stage", stage.word()).put("what", what));
  }

  @Override
  public void notes(String line) {
    write(event("note").put("text", line));
  }

  @Override
  public void concludes(String text) {
    write(event("conclusion").put("text", text));
  }

  @Override
  public void counts(String what, long done, long of) {
    write(event("progress").put("what", what).put("done", done).put("of", of));
  }

  @Override
  public void trains(long done, long total) {
    write(event("progress").put("what", "steps").put("done", done).put("of", total));
  }

  @Override
  public void stepped(ProgressLine line, StepMetrics metrics) {
    ObjectNode event = event("step").put("step", line.done()).put("of", line.total());
    event.put("remainingSeconds", line.remaining().toSeconds());
    ObjectNode values = event.putObject("metrics");
    metrics
        .values()
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                values.put(name, value);
              } else {
                values.putNull(name);
              }
            });
    write(event);
  }

  @Override
  public void pauses(String why) {
    write(event("pause").put("why", why));
  }

  @Override
  public void goesOn() {
    write(event("resumed"));
  }

  @Override
  public void saved(long step) {
    write(event("checkpoint").put("step", step));
  }

  @Override
  public void finished(StageReport report) {
    ObjectNode event = event("result");
    try {
      event.setAll((ObjectNode) JSON.readTree(PlanJson.write(report)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was just written is JSON", e);
    }
    write(event);
  }

  void failed(StageFailure failure) {
    write(event("error").put("message", failure.message()).put("exit", failure.exit().code()));
  }

  private ObjectNode event(String name) {
    return JSON.createObjectNode().put("time", clock.instant().toString()).put("event", name);
  }

  private void write(ObjectNode event) {
    synchronized (out) {
      out.println(event);
      out.flush();
    }
  }
}
