package dev.rlaif.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One repetition of a measurement. */
interface BenchRun {

  /** Does it once and adds its figures to the line. */
  void repeat(ObjectNode line);
}
