package dev.rlaif.trainer.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is.
 *
 * @param begun false: the workspace holds no plan yet
 * @param working a process works on it, of this machine or of another
 * @param facts what is trained, in a few words
 * @param klTarget nats an answer; absent before the run has begun
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunState(
    String name,
    String workspace,
    boolean begun,
    boolean working,
    List<String> facts,
    @Nullable Double klTarget,
    List<StageView> stages,
    List<Alarm> alarms) {}
