package dev.rlaif.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ServerTableTest {
  private static final String TABLE =
      """
      {"kind": "Table",
       "columnDefinitions": [
         {"name": "Name", "type": "string", "priority": 0},
         {"name": "Phase", "type": "string", "priority": 0},
         {"name": "Progress", "type": "integer", "priority": 0},
         {"name": "Model", "type": "string", "priority": 1},
         {"name": "Age", "type": "date", "priority": 0}],
       "rows": [
         {"cells": ["vegetarian", "Training", 42, "hf://a/b", "5m"],
          "object": {"metadata": {"namespace": "food"}}},
         {"cells": ["x", "Pending", null, "two\\nlines", "3d"],
          "object": {"metadata": {"namespace": "team"}}}]}
      """;

  @Test
  void showsWhatKubectlShows() {
    assertThat(table().text(ServerTable.Width.NORMAL, ServerTable.Namespaces.ONE))
        .isEqualTo(
            """
            NAME         PHASE      PROGRESS   AGE
            vegetarian   Training   42         5m
            x            Pending               3d
            """);
  }

  @Test
  void showsNamespacesAndAllColumnsWhenAsked() {
    assertThat(table().text(ServerTable.Width.WIDE, ServerTable.Namespaces.ALL))
        .isEqualTo(
            """
            NAMESPACE   NAME         PHASE      PROGRESS   MODEL      AGE
            food        vegetarian   Training   42         hf://a/b   5m
            team        x            Pending               two...     3d
            """);
  }

  private static ServerTable table() {
    try {
      return new ServerTable(new ObjectMapper().readTree(TABLE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
