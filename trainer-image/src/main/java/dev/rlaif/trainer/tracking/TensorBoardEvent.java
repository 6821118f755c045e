package dev.rlaif.trainer.tracking;

import java.util.List;
import java.util.Map;

/**
 * TensorBoard's event messages. Field numbers are those of tensorflow's event.proto, summary.proto,
 * tensor.proto and TensorBoard's hparams plugin_data.proto.
 */
final class TensorBoardEvent {
  private static final int SESSION_START = 1;
  private static final int TYPE_STRING = 7;
  private static final int HPARAM_STRING = 1;
  private static final int HPARAM_BOOLEAN = 2;
  private static final int HPARAM_NUMBER = 3;

  private TensorBoardEvent() {}

  /** First of every file. */
  static byte[] version(double wallTime) {
    return new Protobuf().real(1, wallTime).text(3, "brain.Event:2").toBytes();
  }

  /** Makes readers drop what earlier files have from this step on. */
  static byte[] sessionStart(double wallTime, long step) {
    return new Protobuf()
        .real(1, wallTime)
        .integer(2, step)
        .message(7, new Protobuf().integer(1, SESSION_START))
        .toBytes();
  }

  static byte[] scalars(double wallTime, StepMetrics metrics) {
    Protobuf summary = new Protobuf();
    metrics
        .values()
        .forEach(
            (name, value) ->
                summary.message(1, new Protobuf().text(1, name).single(2, value.floatValue())));
    return event(wallTime, metrics.step(), summary);
  }

  static byte[] histogram(double wallTime, long step, String name, Histogram histogram) {
    Protobuf message =
        new Protobuf()
            .real(1, histogram.min())
            .real(2, histogram.max())
            .real(3, histogram.count())
            .real(4, histogram.sum())
            .real(5, histogram.sumOfSquares())
            .packed(6, histogram.limits())
            .packed(7, histogram.counts());
    Protobuf value = new Protobuf().text(1, name).message(5, message);
    return event(wallTime, step, new Protobuf().message(1, value));
  }

  /** Markdown texts, one tag. */
  static byte[] texts(double wallTime, long step, String name, List<String> texts) {
    Protobuf shape = new Protobuf().message(2, new Protobuf().integer(1, texts.size()));
    Protobuf tensor = new Protobuf().integer(1, TYPE_STRING).message(2, shape);
    texts.forEach(text -> tensor.text(8, text));
    Protobuf metadata = new Protobuf().message(1, new Protobuf().text(1, "text"));
    Protobuf value = new Protobuf().text(1, name).message(8, tensor).message(9, metadata);
    return event(wallTime, step, new Protobuf().message(1, value));
  }

  /**
   * The experiment: which hyper-parameters there are, and which metrics to show beside them.
   *
   * @param hparams numbers, booleans; all else as text
   */
  static byte[] experiment(double wallTime, Map<String, Object> hparams, List<String> metrics) {
    Protobuf experiment = new Protobuf();
    hparams.forEach(
        (name, value) ->
            experiment.message(4, new Protobuf().text(1, name).integer(4, type(value))));
    metrics.forEach(
        name -> experiment.message(5, new Protobuf().message(1, new Protobuf().text(2, name))));
    return hparams(wallTime, "_hparams_/experiment", new Protobuf().message(2, experiment));
  }

  /** The values of this run. */
  static byte[] session(double wallTime, String run, Map<String, Object> hparams) {
    Protobuf start = new Protobuf();
    hparams.forEach(
        (name, value) ->
            start.message(1, new Protobuf().text(1, name).message(2, structValue(value))));
    start.text(4, run).real(5, wallTime);
    return hparams(wallTime, "_hparams_/session_start_info", new Protobuf().message(3, start));
  }

  private static byte[] hparams(double wallTime, String tag, Protobuf content) {
    Protobuf plugin = new Protobuf().text(1, "hparams").message(2, content);
    Protobuf metadata = new Protobuf().message(1, plugin);
    Protobuf value = new Protobuf().text(1, tag).message(9, metadata);
    return event(wallTime, 0, new Protobuf().message(1, value));
  }

  private static byte[] event(double wallTime, long step, Protobuf summary) {
    return new Protobuf().real(1, wallTime).integer(2, step).message(5, summary).toBytes();
  }

  private static int type(Object value) {
    if (value instanceof Number) {
      return HPARAM_NUMBER;
    }
    return value instanceof Boolean ? HPARAM_BOOLEAN : HPARAM_STRING;
  }

  /** google.protobuf.Value. */
  private static Protobuf structValue(Object value) {
    if (value instanceof Number number) {
      return new Protobuf().real(2, number.doubleValue());
    }
    return value instanceof Boolean flag
        ? new Protobuf().integer(4, flag ? 1 : 0)
        : new Protobuf().text(3, value.toString());
  }
}
