package dev.rlaif.trainer.table;

/**
 * Makes an append happen once: of one application a table takes only ascending versions.
 *
 * @param application that appends, whatever process it is
 * @param version the first is 1 or above
 */
public record TransactionId(String application, long version) {}
